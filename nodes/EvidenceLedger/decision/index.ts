import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { decide, decideFields } from './decide';
import { listHeld, listHeldFields } from './listHeld';

export const decisionProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'listHeld',
		options: [
			{
				name: 'Decide',
				value: 'decide',
				action: 'Decide on what is held',
				description: 'Keep who approved or rejected what the Lifecycle Guard holds, with exactly what was shown; what is approved goes on',
			},
			{
				name: 'List Held',
				value: 'listHeld',
				action: 'List what is held',
				description: 'What waits for a decision, with the text that has to be shown. Listing decides nothing.',
			},
		],
		displayOptions: { show: { resource: ['decision'] } },
	},
	...listHeldFields,
	...decideFields,
];

export const decisionOperations: Record<string, Operation> = { decide, listHeld };
