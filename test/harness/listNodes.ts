import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { described } from './described';

const properties = (...names: string[]) => names.map((name) => ({ displayName: name, name, type: 'json' as const, default: '' }));

interface Conditions {
	conditions: { leftValue: unknown; rightValue: unknown }[];
}

/** n8n's own nodes that put lists together, and leave out what is in them. */
export const listNodes: { [fullName: string]: INodeType } = {
	/** One list after the other. */
	'harness.merge': {
		description: described('merge', { inputs: '={{ Array.from({ length: $parameter["numberInputs"] || 2 }, () => "main") }}' as never, properties: properties('mode', 'numberInputs') }),
		async execute(this: IExecuteFunctions) {
			const inputs = Array.from({ length: (this.getNodeParameter('numberInputs', 0) as number) || 2 }, (_, index) => index);
			return [inputs.flatMap((index) => this.getInputData(index) ?? [])];
		},
	},
	'harness.filter': {
		description: described('filter', { properties: properties('conditions', 'options') }),
		async execute(this: IExecuteFunctions) {
			const passes = (itemIndex: number) => (this.getNodeParameter('conditions', itemIndex) as unknown as Conditions).conditions.every(({ leftValue, rightValue }) => leftValue === rightValue);
			return [this.getInputData().filter((_, itemIndex) => passes(itemIndex))];
		},
	},
};
