import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { atEdge } from './errors';

export const passedOn = ({ binary }: INodeExecutionData) => (binary ? { binary } : {});

/**
 * An item that carries n8n's `error` loses everything else on its way, and with it the case that the nodes behind need.
 * On the error output n8n puts the item's own fields back by itself, but only where there is nothing beside the message.
 */
export const failed = (context: IExecuteFunctions, { json }: INodeExecutionData, message: string): IDataObject =>
	context.getNode().onError === 'continueErrorOutput' ? { error: message } : { ...json, error: message };

/** A list makes several items of one. */
type ForItem = (itemIndex: number) => Promise<INodeExecutionData | INodeExecutionData[]>;

/** Persons that are worked on at once; one slow account must not make a hundred others wait, nor a hundred overrun a vendor. */
export const atOnce = 5;

/** Every item is run, whatever happens to the others; results keep the order and the pairing of their items. */
export const forEachItem = async (context: IExecuteFunctions, work: ForItem): Promise<INodeExecutionData[]> => {
	const items = context.getInputData();
	const results: INodeExecutionData[][] = new Array(items.length);
	const failures: unknown[] = [];
	let next = 0;
	const worker = async () => {
		for (let index = next++; index < items.length; index = next++) {
			try {
				results[index] = [await work(index)].flat().map((result) => ({ ...passedOn(items[index]!), ...result, pairedItem: { item: index } }));
			} catch (error) {
				const failure = atEdge(context.getNode(), error, index);
				if (!context.continueOnFail()) failures.push(failure);
				results[index] = [{ ...passedOn(items[index]!), json: failed(context, items[index]!, failure.message), pairedItem: { item: index } }];
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
	if (failures.length > 0) throw failures[0];
	return results.flat();
};
