import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { verify } from './verify';

export const ledgerProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'verify',
		options: [
			{
				name: 'Verify',
				value: 'verify',
				action: 'Verify the ledger',
				description: 'Recompute the whole ledger and fail if a single record was changed, removed or moved',
			},
		],
		displayOptions: { show: { resource: ['ledger'] } },
	},
];

export const ledgerOperations: Record<string, Operation> = { verify };
