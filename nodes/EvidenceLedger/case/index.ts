import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { close } from './closeCase';
import { exportBundle, exportBundleFields } from './exportBundle';
import { open, openCaseFields } from './openCase';
import { recordDecision, recordDecisionFields } from './recordDecision';

export const caseProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'openCase',
		options: [
			{
				name: 'Close Case',
				value: 'closeCase',
				action: 'Close a case',
				description: 'Give the verdict from what was recorded, and sign the ledger as it stands',
			},
			{
				name: 'Export Bundle',
				value: 'exportBundle',
				action: 'Export a bundle',
				description: "One case's evidence as a file that can be checked offline",
			},
			{
				name: 'Open Case',
				value: 'openCase',
				action: 'Open a case',
				description: 'Start the case of an HR event, or go on with it after an interruption',
			},
			{
				name: 'Record Decision',
				value: 'recordDecision',
				action: 'Record a decision',
				description: 'Keep who approved or rejected what, with the very text that was shown',
			},
		],
		displayOptions: { show: { resource: ['case'] } },
	},
	...openCaseFields,
	{
		displayName: 'Case ID',
		name: 'caseId',
		type: 'string',
		default: '={{ $json.case.id }}',
		required: true,
		description: 'Comes from Open Case; leave the expression as it is',
		displayOptions: { show: { resource: ['case'] }, hide: { operation: ['openCase'] } },
	},
	...exportBundleFields,
	...recordDecisionFields,
];

export const caseOperations: Record<string, Operation> = { openCase: open, closeCase: close, exportBundle, recordDecision };
