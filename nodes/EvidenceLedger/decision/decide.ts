import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { decide as decideOn, type Decided } from '../../../lifecycle/guard/decide';
import { markOf } from '../../shared/ledger';
import { idsIn, itemOf, ledgerOf, textOf, type Operation } from '../common';
import { decidedBy, decidedByFields } from '../decidedBy';

const show = { resource: ['decision'], operation: ['decide'] };

export const decideFields: INodeProperties[] = [
	{
		displayName: 'Holds',
		name: 'holds',
		type: 'string',
		default: '={{ $json.holds }}',
		required: true,
		description: 'IDs of holds, separated by commas, as List Held gives them',
		displayOptions: { show },
	},
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		default: 'rejected',
		options: [
			{ name: 'Approved', value: 'approved', description: 'It goes on, once enough people have approved it and HR still says so' },
			{ name: 'Rejected', value: 'rejected', description: 'It is not carried out: who was to leave keeps access' },
		],
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
	{
		displayName: 'What Was Shown',
		name: 'what',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.shown }}',
		required: true,
		description: 'The very text of List Held that the person was shown. If it is no longer what is held, nothing is decided.',
		displayOptions: { show },
	},
	...decidedByFields(show),
];

export const decide: Operation = async (context, itemIndex) => {
	const text = (name: string) => textOf(context, name, itemIndex);
	const ledger = await ledgerOf(context, itemIndex);
	const decided = await decideOn(ledger, {
		holds: idsIn(text('holds')),
		decision: text('decision'),
		by: decidedBy(context, itemIndex),
		reason: text('reason'),
		what: String(context.getNodeParameter('what', itemIndex) ?? ''),
	});
	return { json: { ...itemOf(context, itemIndex), decisions: decided.map(decidedJson), summary: decided.map(({ why }) => why).join('\n'), ledger: markOf(context, ledger) } };
};

const decidedJson = ({ hold: { id, caseId, person, event }, decision, settles, why }: Decided): IDataObject => ({ hold: id, caseId, decision, settles, why, person, event }) as unknown as IDataObject;
