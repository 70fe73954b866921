import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Outlet } from '../../lifecycle/guard/judgement';
import { atEdge } from '../shared/errors';
import { failed, passedOn } from '../shared/items';

const order: readonly Outlet[] = ['proceed', 'needsApproval', 'later', 'ignored'];

export interface Placed {
	to: Outlet;
	item: INodeExecutionData;
}

/** Each item at one output; what may not be seen at none. */
export const sorted = (placed: readonly Placed[]): INodeExecutionData[][] => order.map((outlet) => placed.filter(({ to }) => to === outlet).map(({ item }) => item));

/** An error goes the way the node is set to, and never out of Proceed. */
export const failedAt = (context: IExecuteFunctions, itemIndex: number, message: string): Placed => {
	const item = context.getInputData()[itemIndex]!;
	return { to: 'ignored', item: { ...passedOn(item), json: failed(context, item, message), pairedItem: { item: itemIndex } } };
};

/** `execute` of both operations. What goes wrong for all goes wrong for each. */
export const outputs = async (context: IExecuteFunctions, operation: (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>): Promise<INodeExecutionData[][]> => {
	try {
		return await operation(context);
	} catch (error) {
		const failure = atEdge(context.getNode(), error);
		if (!context.continueOnFail()) throw failure;
		return sorted(context.getInputData().map((_, itemIndex) => failedAt(context, itemIndex, failure.message)));
	}
};

export const guarded = (json: IDataObject, guard: object): IDataObject => ({ ...json, guard: guard as IDataObject });
