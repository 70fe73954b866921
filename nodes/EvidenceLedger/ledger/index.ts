import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { checkSignsOfLife, checkSignsOfLifeFields } from './checkSignsOfLife';
import { eraseExpired, eraseExpiredFields } from './eraseExpired';
import { exportPeriod, exportPeriodFields } from './exportPeriod';
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
				name: 'Check Signs of Life',
				value: 'checkSignsOfLife',
				action: 'Check signs of life',
				description: 'One item for each trigger that no longer looks, and for events that fell due and were not started',
			},
			{
				name: 'Erase Expired',
				value: 'eraseExpired',
				action: 'Erase what is past its retention',
				description: 'Erase the content of old cases and records for ever; that they were there stays proven',
			},
			{
				name: 'Export Period',
				value: 'exportPeriod',
				action: 'Export a period',
				description: 'All cases of a quarter or other period as files that can be checked offline, for audit samples',
			},
			{
				name: 'Verify',
				value: 'verify',
				action: 'Verify the ledger',
				description: 'Recompute the whole ledger and fail if a single record was changed, removed or moved',
			},
		],
		displayOptions: { show: { resource: ['ledger'] } },
	},
	...checkSignsOfLifeFields,
	...exportPeriodFields,
	...eraseExpiredFields,
];

export const ledgerOperations: Record<string, Operation> = { checkSignsOfLife, eraseExpired, exportPeriod, verify };
