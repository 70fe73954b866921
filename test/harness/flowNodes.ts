import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { eachItem, holds, nodeType, type Condition } from './sinkNodes';

/** What a node of a vendor says to an item, by the node's name: items, or the words it fails with. */
export type Says = { [node: string]: (item: IDataObject, parameter: (name: string) => unknown) => IDataObject[] | string };

let says: Says = {};

/** Until the next call, nodes of vendors answer like this; one of which nothing is said fails. */
export const vendorsSay = (given: Says): void => void (says = given);

interface Rule {
	conditions: Condition;
}

interface Batches {
	left?: INodeExecutionData[];
	done?: INodeExecutionData[];
}

const mostOutputs = 8;

/** n8n's own nodes that send items on their way, and stand-ins for those of vendors. */
export const flowNodes: { [fullName: string]: INodeType } = {
	/** The first rule that holds, else the output behind the last one. */
	'harness.switch': nodeType('switch', ['rules', 'options'], mostOutputs, async function (this: IExecuteFunctions) {
		const outputs: INodeExecutionData[][] = Array.from({ length: mostOutputs }, () => []);
		for (const [itemIndex, item] of this.getInputData().entries()) {
			const { values } = this.getNodeParameter('rules', itemIndex) as unknown as { values: Rule[] };
			const first = values.findIndex(({ conditions }) => conditions.conditions.every(holds));
			outputs[first === -1 ? values.length : first]!.push({ ...item, pairedItem: { item: itemIndex } });
		}
		return outputs;
	}),
	/** One item after the other: those that came back, once none is left, and the next before that. */
	'harness.splitInBatches': nodeType('splitInBatches', ['batchSize', 'options'], 2, async function (this: IExecuteFunctions) {
		const kept = this.getContext('node') as Batches;
		const source = this.getInputSourceData();
		const from = (items: INodeExecutionData[]) => items.map((item, index) => ({ ...item, pairedItem: { item: index, sourceOverwrite: source } }));
		// Where an item came from is said of the first time: what comes back came from elsewhere.
		if (kept.left === undefined) Object.assign(kept, { left: from(this.getInputData()), done: [] });
		else kept.done!.push(...from(this.getInputData()));
		const next = kept.left!.splice(0, 1);
		return next.length === 0 ? [kept.done!, []] : [[], next];
	}),
	'harness.vendor': nodeType('vendor', ['toEmail', 'subject', 'text', 'options', 'summary', 'channelId', 'message', 'title', 'labels'], 1, async function (this: IExecuteFunctions) {
		const { name } = this.getNode();
		const run = eachItem(async (context, item) => {
			const said = says[name]?.(context.getInputData()[item]!.json, (parameter) => context.getNodeParameter(parameter, item, '')) ?? `Nobody expected ${name} to be asked.`;
			if (typeof said === 'string') throw new Error(said);
			return { json: { said }, pairedItem: { item } };
		});
		const [answers] = (await run!.call(this, undefined as never)) as INodeExecutionData[][];
		return [answers!.flatMap(({ json, pairedItem }) => ('said' in json ? (json['said'] as IDataObject[]).map((one) => ({ json: one, ...(pairedItem === undefined ? {} : { pairedItem }) })) : [{ json, ...(pairedItem === undefined ? {} : { pairedItem }) }]))];
	}),
};
