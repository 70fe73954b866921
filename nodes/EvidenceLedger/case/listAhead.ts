import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { Problem } from '../../../lifecycle/problem';
import { lineOf, subjectOf, textOf as whatToDo, toRemindOf, whatLiesAhead, type Ahead } from '../../../lifecycle/watch/ahead';
import { markOf } from '../../shared/ledger';
import { idsIn, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['listAhead'] };

export const listAheadFields: INodeProperties[] = [
	{
		displayName: 'Kinds of Event',
		name: 'kinds',
		type: 'multiOptions',
		default: [],
		options: [
			{ name: 'Change of Name', value: 'rename' },
			{ name: 'Contract Ends', value: 'contract-end' },
			{ name: 'Contract Is Converted', value: 'conversion' },
			{ name: 'Hire', value: 'hire' },
			{ name: 'Leave Begins', value: 'leave' },
			{ name: 'Move', value: 'move' },
			{ name: 'Rehire', value: 'rehire' },
			{ name: 'Return', value: 'return' },
			{ name: 'Start', value: 'start' },
			{ name: 'Termination', value: 'terminate' },
		],
		description: 'Only these. With none ticked, everything that lies ahead. What is confidential is never listed.',
		displayOptions: { show },
	},
	{
		displayName: 'Show',
		name: 'show',
		type: 'options',
		noDataExpression: true,
		default: 'all',
		options: [
			{ name: 'Everything Within Some Days', value: 'all', description: 'Each time it is asked' },
			{ name: 'Reminders', value: 'reminders', description: 'Each event once for every number of days before it that is named below. It is kept in the ledger; a test in the editor shows all and keeps nothing.' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Within (Days)',
		name: 'withinDays',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 14,
		description: "How many days ahead, by the calendar of the workflow's time zone",
		displayOptions: { show: { ...show, show: ['all'] } },
	},
	{
		displayName: 'Days Before',
		name: 'daysBefore',
		type: 'string',
		default: '14, 7, 1',
		required: true,
		placeholder: '14, 7, 1',
		description: "So many days before its day an event comes out, by the calendar of the workflow's time zone. Numbers, separated by commas.",
		displayOptions: { show: { ...show, show: ['reminders'] } },
	},
];

const daysIn = (text: string): number[] => {
	const days = idsIn(text).map(Number);
	if (days.length > 0 && days.every((one) => Number.isInteger(one) && one >= 0)) return days;
	throw new Problem('misconfigured', 'Days Before of List What Lies Ahead is no list of whole numbers, so nothing was listed. Enter for instance 14, 7, 1.');
};

const withinOf = (context: IExecuteFunctions, itemIndex: number): number => {
	const days: unknown = context.getNodeParameter('withinDays', itemIndex);
	if (typeof days === 'number' && days >= 0) return days;
	throw new Problem('misconfigured', 'Within (Days) of List What Lies Ahead is no number, so nothing was listed. Enter a number, or an expression that gives one.');
};

export const listAhead: Operation = async (context, itemIndex) => {
	const kinds = context.getNodeParameter('kinds', itemIndex) as string[];
	const reminds = context.getNodeParameter('show', itemIndex) === 'reminders';
	const daysBefore = reminds ? daysIn(textOf(context, 'daysBefore', itemIndex)) : [withinOf(context, itemIndex)];
	const ledger = await ledgerOf(context, itemIndex);
	const ahead = await whatLiesAhead(ledger, systemClock.now(), context.getTimezone());
	const wanted = ahead.filter(({ event, daysLeft }) => (kinds.length === 0 || kinds.includes(event.kind)) && daysLeft <= Math.max(...daysBefore));
	const listed = reminds && context.getMode() !== 'manual' ? await toRemindOf(ledger, String(context.getWorkflow().id), wanted, daysBefore) : wanted;
	return listed.map((one): INodeExecutionData => ({ json: { ...shownAhead(one), ledger: markOf(context, ledger) } }));
};

const shownAhead = (one: Ahead): IDataObject => {
	const { person, event, workflow, caseId, daysLeft } = one;
	return { person, event, ahead: { caseId, daysLeft, workflow, line: lineOf(one) }, subject: subjectOf(one), text: whatToDo(one) } as unknown as IDataObject;
};
