import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { isBackDated } from '../../lifecycle/event';
import { announcementIn } from '../../lifecycle/guard/brought';
import { check, type Brought, type CheckTerms } from '../../lifecycle/guard/check';
import type { Gate } from '../../lifecycle/guard/gates';
import { takeInOrWait } from '../../lifecycle/guard/intake';
import type { Judgement } from '../../lifecycle/guard/judgement';
import { lookingAt } from '../../lifecycle/guard/preview';
import { quarantine } from '../../lifecycle/guard/quarantine';
import { Problem } from '../../lifecycle/problem';
import { atEdge } from '../shared/errors';
import { passedOn } from '../shared/items';
import { markOf, openNodeLedger } from '../shared/ledger';
import { failedAt, guarded, sorted, type Placed } from './outputs';

const show = { operation: ['checkEvents'] };

export const checkEventsFields: INodeProperties[] = [
	{
		displayName: 'Most People',
		name: 'mostPeople',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10000, numberPrecision: 0 },
		default: 3,
		description: 'How many people may lose access within the window below without a person\'s decision. One more, and all of them are held. With 0 each is held.',
		displayOptions: { show },
	},
	{
		displayName: 'Most Percent',
		name: 'mostPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 10,
		description: 'The same as a share of the people HR knows, and at least one person. Whichever limit is passed first counts.',
		displayOptions: { show },
	},
	{
		displayName: 'Within (Hours)',
		name: 'windowHours',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 720 },
		default: 24,
		description: 'The window moves with the clock: what was longer ago counts no more',
		displayOptions: { show },
	},
	{
		displayName: 'Needed Before Somebody Starts',
		name: 'gates',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add what is needed',
		default: {},
		description: 'What has to be there before a hire, a start or a rehire goes on, such as a background check',
		options: [
			{
				displayName: 'Needed',
				name: 'gate',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'Background check',
						description: 'As people are told that it is missing',
					},
					{
						displayName: 'Is There',
						name: 'met',
						type: 'boolean',
						default: false,
						description: 'Whether it is there: an expression that reads it from the item and gives true. Anything else means that it is missing.',
					},
				],
			},
		],
		displayOptions: { show },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Ask Somebody Else After (Hours)',
				name: 'escalateAfterHours',
				type: 'number',
				typeOptions: { minValue: 0.25, maxValue: 720, numberPrecision: 2 },
				default: 4,
				description: 'How long a held event waits for a decision before Release What Is Due puts it out again. Emergencies wait for a quarter of an hour.',
			},
			{
				displayName: 'Headcount',
				name: 'headcount',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				description: 'How many people HR knows, for sources whose trigger does not say. With 0 only Most People counts for them.',
			},
			{
				displayName: 'Wait Before Judging (Seconds)',
				name: 'settleSeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 120, numberPrecision: 2 },
				default: 20,
				description: 'How long to see whether more people lose access before the first of them is let through. Emergencies do not wait.',
			},
		],
		displayOptions: { show },
	},
];

interface Options {
	escalateAfterHours?: unknown;
	headcount?: unknown;
	settleSeconds?: unknown;
}

/** An expression may give anything, and a limit that is no number limits nothing. */
const numberFrom = (given: unknown, label: string, least: number, most: number): number => {
	if (typeof given === 'number' && given >= least && given <= most) return given;
	throw new Problem('misconfigured', `${label} of the Lifecycle Guard is not a number from ${least} to ${most}, so no event was judged. Correct it in the node; the events are taken up again by themselves.`);
};

const hourMs = 3_600_000;

const termsOf = (context: IExecuteFunctions): CheckTerms => {
	const { escalateAfterHours = 4, headcount = 0, settleSeconds = 20 } = context.getNodeParameter('options', 0, {}) as Options;
	const known = numberFrom(headcount, 'Headcount', 0, 10_000_000);
	return {
		workflow: String(context.getWorkflow().id),
		absolute: numberFrom(context.getNodeParameter('mostPeople', 0), 'Most People', 0, 10_000),
		percent: numberFrom(context.getNodeParameter('mostPercent', 0), 'Most Percent', 0, 100),
		windowMs: numberFrom(context.getNodeParameter('windowHours', 0), 'Within (Hours)', 1, 720) * hourMs,
		headcount: known === 0 ? null : known,
		settleMs: isTest(context) ? 0 : numberFrom(settleSeconds, 'Wait Before Judging', 0, 120) * 1_000,
		escalateMs: numberFrom(escalateAfterHours, 'Ask Somebody Else After', 0.25, 720) * hourMs,
	};
};

const isTest = (context: IExecuteFunctions): boolean => context.getMode() === 'manual';

const gatesOf = (context: IExecuteFunctions, itemIndex: number): Gate[] => {
	const { gate = [] } = context.getNodeParameter('gates', itemIndex, {}) as { gate?: { name?: unknown; met?: unknown }[] };
	return gate.map(({ name, met }, index) => ({ name: String(name ?? '').trim() || `condition ${index + 1}`, met }));
};

interface Read {
	itemIndex: number;
	ledger: Ledger;
	brought: Brought;
}

export const checkEvents = async (context: IExecuteFunctions): Promise<INodeExecutionData[][]> => {
	const items = context.getInputData();
	const terms = termsOf(context);
	const read: Read[] = [];
	const unfit: { itemIndex: number; error: unknown }[] = [];
	for (const [itemIndex, { json }] of items.entries()) {
		const ledger = await ledgerOf(context, json);
		try {
			read.push({ itemIndex, ledger, brought: { ...announcementIn(json, systemClock.now()), gates: gatesOf(context, itemIndex) } });
		} catch (error) {
			await quarantine(ledger, terms.workflow, json, atEdge(context.getNode(), error).message, systemClock.now());
			unfit.push({ itemIndex, error });
		}
	}
	if (unfit.length > 0 && !context.continueOnFail()) {
		// They come again by themselves; let through now, they would be lost with the execution that fails.
		for (const { ledger, brought } of read) await takeInOrWait({ ledger, workflow: terms.workflow, now: systemClock.now() }, brought);
		throw atEdge(context.getNode(), unfit[0]!.error, unfit[0]!.itemIndex);
	}

	const signal = context.getExecutionCancelSignal();
	const [first] = read;
	const judgements = first === undefined ? [] : await check({ ledger: first.ledger, clock: systemClock, ...(signal ? { signal } : {}) }, read.map(({ brought }) => brought), terms);
	const placed = [
		...read.map(({ itemIndex, ledger, brought }, index) => placedAt(context, itemIndex, ledger, brought, judgements[index]!)),
		...unfit.map(({ itemIndex, error }) => failedAt(context, itemIndex, atEdge(context.getNode(), error).message)),
	];
	return sorted(placed);
};

const ledgerOf = async (context: IExecuteFunctions, json: IDataObject): Promise<Ledger> => {
	const ledger = await openNodeLedger(context, json);
	return isTest(context) ? lookingAt(ledger, systemClock.now) : ledger;
};

const placedAt = (context: IExecuteFunctions, itemIndex: number, ledger: Ledger, { person, event }: Brought, { to, why, ...more }: Judgement): Placed => {
	const item = context.getInputData()[itemIndex]!;
	const known = { ...event, ...(isBackDated(event) ? { backDated: true } : {}) };
	const json = { ...item.json, person, event: known, ledger: markOf(context, ledger) } as unknown as IDataObject;
	const said = isTest(context) ? `${why} This is a test in the editor: nothing was recorded, and the published workflow finds the event as it was.` : why;
	return { to, item: { ...passedOn(item), json: guarded(json, { decision: to, why: said, ...more }), pairedItem: { item: itemIndex } } };
};
