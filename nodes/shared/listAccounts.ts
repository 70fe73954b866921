import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { System } from '../../lifecycle/system';

/** An item for each account; pages are asked for only as far as accounts are wanted. */
export const listAccounts = async (context: IExecuteFunctions, systems: readonly System[], itemIndex: number): Promise<INodeExecutionData[]> => {
	const most = context.getNodeParameter('returnAll', itemIndex) === true ? Infinity : (context.getNodeParameter('limit', itemIndex) as number);
	const items: INodeExecutionData[] = [];
	for (const system of systems) {
		for await (const page of system.accounts(system.connect(() => {}))) {
			for (const account of page) {
				if (items.length >= most) return items;
				items.push({ json: { account: { system: system.id, ...account } as unknown as IDataObject } });
			}
			if (items.length >= most) return items;
		}
	}
	return items;
};
