import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { endsAccess } from '../../../lifecycle/event';
import { Problem } from '../../../lifecycle/problem';
import { openCases, type OpenCase } from '../../../lifecycle/watch/openCases';
import { dueWithin, every, incompleteFor, notTold, overdue, type Which } from '../../../lifecycle/watch/which';
import { lineOf, subjectOf } from '../../../lifecycle/watch/words';
import { markOf } from '../../shared/ledger';
import { ledgerOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['listOpenCases'] };

export const listOpenCasesFields: INodeProperties[] = [
	{
		displayName: 'Which',
		name: 'which',
		type: 'options',
		noDataExpression: true,
		default: 'all',
		options: [
			{ name: 'All', value: 'all', description: 'Every case that is not over. Dry runs and what HR took back are no open cases.' },
			{ name: 'Due Soon', value: 'dueSoon', description: 'Opened, not closed, and due within so many minutes' },
			{ name: 'Incomplete', value: 'incomplete', description: 'Closed as Incomplete and not settled for so many hours, or taken up again and never brought to an end. What is registered as an exception is left out.' },
			{ name: 'Overdue', value: 'overdue', description: 'Past the deadline, and not closed as Complete. What is registered as an exception is left out.' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Due Within (Minutes)',
		name: 'withinMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 5,
		description: 'How much time is left at most. Ask at least as often, or a case is overdue before it is due soon.',
		displayOptions: { show: { ...show, which: ['dueSoon'] } },
	},
	{
		displayName: 'For at Least (Hours)',
		name: 'forHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 24,
		description: 'Leaves out what has not been so for as long',
		displayOptions: { show: { ...show, which: ['incomplete'] } },
	},
	{
		displayName: 'Once Each',
		name: 'onceEach',
		type: 'boolean',
		default: false,
		description: 'Whether a case comes out only once for the same reason, however often this runs and on however many workers. It is kept in the ledger. A test in the editor shows all and keeps nothing.',
		displayOptions: { show },
	},
];

const whichOf = (context: IExecuteFunctions, itemIndex: number, now: Date): Which => {
	const number = (name: string, label: string): number => {
		const value: unknown = context.getNodeParameter(name, itemIndex);
		if (typeof value === 'number' && value >= 0) return value;
		throw new Problem('misconfigured', `${label} of List Open Cases is no number, so nothing was listed. Enter a number, or an expression that gives one.`);
	};
	switch (context.getNodeParameter('which', itemIndex)) {
		case 'dueSoon':
			return dueWithin(number('withinMinutes', 'Due Within (Minutes)'));
		case 'incomplete':
			return incompleteFor(number('forHours', 'For at Least (Hours)'), now);
		case 'overdue':
			return overdue;
		default:
			return every;
	}
};

export const listOpenCases: Operation = async (context, itemIndex) => {
	const now = systemClock.now();
	const which = whichOf(context, itemIndex, now);
	const ledger = await ledgerOf(context, itemIndex);
	const found = await openCases(ledger, now, which.isWanted);
	const isOnce = context.getNodeParameter('onceEach', itemIndex) === true && context.getMode() !== 'manual';
	const cases = isOnce ? await notTold(ledger, String(context.getWorkflow().id), found, which) : found;
	return cases.map((one): INodeExecutionData => ({ json: { ...shownCase(one, now), ledger: markOf(context, ledger) } }));
};

const shownCase = (one: OpenCase, now: Date): IDataObject => {
	const { opened, person, event, standing, since, workflow, keptBy, takenUp, comesAgainAt, isWorkedOn, minutesLeft, open } = one;
	return {
		case: opened,
		person,
		event,
		open: { standing, since, workflow, keptBy, takenUp, comesAgainAt, isWorkedOn, dueBy: opened.dueBy, minutesLeft, endsAccess: endsAccess(event), steps: open },
		subject: subjectOf(one),
		text: lineOf(one, now),
	} as unknown as IDataObject;
};
