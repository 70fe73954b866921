import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { checkSetUp, checkSetUpFields } from './checkSetUp';
import { checkTriggers, checkTriggersFields } from './checkTriggers';
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
				name: 'Check Set-Up',
				value: 'checkSetUp',
				action: 'Check whether everything is set up',
				description: 'Before going live: ledger, clock, protected accounts, triggers, webhooks, copies of the evidence and BambooHR, each with what is missing',
			},
			{
				name: 'Check Triggers',
				value: 'checkTriggers',
				action: 'Check triggers',
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
	...checkSetUpFields,
	...checkTriggersFields,
	...exportPeriodFields,
	...eraseExpiredFields,
];

export const ledgerOperations: Record<string, Operation> = { checkSetUp, checkTriggers, eraseExpired, exportPeriod, verify };
