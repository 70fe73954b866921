import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Ledger } from '../../../ledger/types';
import { systemClock } from '../../../lifecycle/clock';
import { isInForce, type Exception } from '../../../lifecycle/exceptions/exception';
import { freedCases } from '../../../lifecycle/exceptions/freed';
import { exceptionsIn } from '../../../lifecycle/exceptions/register';
import { lineOf, reviewOf } from '../../../lifecycle/exceptions/review';
import { markOf } from '../../shared/ledger';
import { ledgerOf, type Operation } from '../common';
import { shownException } from './shown';

const show = { resource: ['exception'], operation: ['listExceptions'] };

export const listExceptionsFields: INodeProperties[] = [
	{
		displayName: 'Show',
		name: 'show',
		type: 'options',
		noDataExpression: true,
		default: 'inForce',
		options: [
			{ name: 'All', value: 'all', description: 'Also those that have expired or were ended' },
			{ name: 'Expired with Held Work', value: 'expiredWithHeldWork', description: 'One item for each case that only an exception kept open which counts no more, with person and event as the trigger gives them, ready for Open Case' },
			{ name: 'In Force', value: 'inForce', description: 'Those that count at this moment' },
			{ name: 'Needs Review', value: 'needsReview', description: 'Those about to expire, those that just did, and those without an end that nobody has looked at for long' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Around Their End (Days)',
		name: 'aroundEndDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 365 },
		default: 14,
		description: 'How many days before it expires, and after, an exception is told of',
		displayOptions: { show: { ...show, show: ['needsReview'] } },
	},
	{
		displayName: 'Review Every (Days)',
		name: 'reviewDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3650 },
		default: 180,
		description: 'After how many days somebody has to look again at what has no end',
		displayOptions: { show: { ...show, show: ['needsReview'] } },
	},
];

type Show = 'all' | 'expiredWithHeldWork' | 'inForce' | 'needsReview';

export const listExceptions: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const now = systemClock.now();
	const wanted = context.getNodeParameter('show', itemIndex) as Show;
	if (wanted === 'expiredWithHeldWork') return heldWork(context, ledger, now);

	const all = await exceptionsIn(ledger);
	const item = (exception: Exception, review: string | null = null): INodeExecutionData => ({
		json: { ledger: markOf(context, ledger), exception: shownException(exception, now), review, line: lineOf(exception, now) + (review === null ? '' : ` It ${review}.`) },
	});
	if (wanted !== 'needsReview') return all.filter((exception) => wanted === 'all' || isInForce(exception, now)).map((exception) => item(exception));

	const number = (name: string) => Number(context.getNodeParameter(name, itemIndex));
	const terms = { aroundEndDays: number('aroundEndDays'), reviewDays: number('reviewDays') };
	return all.flatMap((exception) => {
		const review = reviewOf(exception, all, now, terms);
		return review === null ? [] : [item(exception, review)];
	});
};

const heldWork = async (context: IExecuteFunctions, ledger: Ledger, now: Date): Promise<INodeExecutionData[]> =>
	(await freedCases(ledger, now)).map(({ person, event, ...held }) => ({ json: { person, event, held, ledger: markOf(context, ledger) } as unknown as IDataObject }));
