import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { atEdge } from './errors';

type ForItem = (itemIndex: number) => Promise<INodeExecutionData>;

/** Persons that are worked on at once; one slow account must not make a hundred others wait, nor a hundred overrun a vendor. */
const atOnce = 5;

/** Every item is run, whatever happens to the others; results keep the order and the pairing of their items. */
export const forEachItem = async (context: IExecuteFunctions, work: ForItem): Promise<INodeExecutionData[]> => {
	const items = context.getInputData();
	const results: INodeExecutionData[] = new Array(items.length);
	const failures: unknown[] = [];
	let next = 0;
	const worker = async () => {
		for (let index = next++; index < items.length; index = next++) {
			try {
				results[index] = { ...(await work(index)), pairedItem: { item: index } };
			} catch (error) {
				const failure = atEdge(context.getNode(), error, index);
				if (!context.continueOnFail()) failures.push(failure);
				results[index] = { json: { ...items[index]!.json, error: failure.message } as IDataObject, error: failure, pairedItem: { item: index } };
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
	if (failures.length > 0) throw failures[0];
	return results;
};
