import type { INodeProperties } from 'n8n-workflow';
import { recordDecision as record } from '../../../lifecycle/decision';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';
import { decidedBy, decidedByFields } from '../decidedBy';

const show = { resource: ['case'], operation: ['recordDecision'] };

export const recordDecisionFields: INodeProperties[] = [
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		default: 'approved',
		options: [
			{ name: 'Approved', value: 'approved', description: 'The person agreed to what was shown' },
			{ name: 'Rejected', value: 'rejected', description: 'The person did not agree' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'What Was Shown',
		name: 'what',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		description: 'The very text that was decided on. It is kept together with its SHA-256, so that nobody can say later it was another one.',
		displayOptions: { show },
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		required: true,
		description: 'Why it was decided so',
		displayOptions: { show },
	},
	...decidedByFields(show),
	{
		displayName: 'Requested By',
		name: 'requestedBy',
		type: 'string',
		default: '',
		placeholder: 'name@acme.com',
		description: 'Email, name or ID of whoever asked for it, if a person did. They cannot decide it themselves.',
		displayOptions: { show },
	},
];

export const recordDecision: Operation = async (context, itemIndex) => {
	const text = (name: string) => textOf(context, name, itemIndex);
	const decided = await record(await ledgerOf(context, itemIndex), text('caseId'), {
		decision: text('decision'),
		by: decidedBy(context, itemIndex),
		requestedBy: text('requestedBy') || null,
		reason: text('reason'),
		// As it is, spaces and all: its hash stands for exactly this text.
		what: String(context.getNodeParameter('what', itemIndex) ?? ''),
	});
	return { json: { ...itemOf(context, itemIndex), decision: { ...decided } } };
};
