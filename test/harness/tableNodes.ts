import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeType } from 'n8n-workflow';
import { described } from './described';

const usualLimit = 50;

/** Get Rows of a Data Table as n8n-nodes-base 2.40 has it: for each item that comes in all rows, and at most so many unless it is told otherwise; where none are given, the table is not there. */
export const tableNodes: { [fullName: string]: INodeType } = {
	'n8n-nodes-base.dataTable': {
		description: described('dataTable', { properties: ['rows', 'returnAll', 'limit'].map((name) => ({ displayName: name, name, type: 'json' as const, default: '' })) }),
		async execute(this: IExecuteFunctions) {
			const rows = this.getNodeParameter('rows', 0, null) as unknown as IDataObject[] | null;
			if (!rows) throw new NodeOperationError(this.getNode(), 'Data table with name "Role Catalogue" not found');
			const returnAll = this.getNodeParameter('returnAll', 0, false) === true;
			const given = returnAll ? rows : rows.slice(0, Number(this.getNodeParameter('limit', 0, 0)) || usualLimit);
			return [this.getInputData().flatMap((_, item) => given.map((json, index) => ({ json: { id: index + 1, createdAt: '2026-11-01T00:00:00.000Z', updatedAt: '2026-11-01T00:00:00.000Z', ...json }, pairedItem: { item } })))];
		},
	},
};
