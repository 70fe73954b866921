import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { sinkNodes } from './sinkNodes';

const describe = (name: string, parts: Partial<INodeTypeDescription>): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
	...parts,
});

/** Where the items of a test come from. */
const start: INodeType = {
	description: describe('start', { group: ['trigger'], inputs: [] }),
	trigger: async () => ({}),
};

/** Stands where a template has a node of n8n itself, such as the one that sends mails. */
const passOn: INodeType = {
	description: describe('passOn', {}),
	async execute() {
		return [this.getInputData()];
	},
};

export const harnessNodes: { [fullName: string]: INodeType } = { 'harness.start': start, 'harness.passOn': passOn, ...sinkNodes };
