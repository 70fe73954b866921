import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { currentAccess } from '../../lifecycle/accessPlan/access';
import { makePlan, operationOf, type Made } from '../../lifecycle/accessPlan/make';
import { planSystem } from '../../lifecycle/accessPlan/results';
import { planText } from '../../lifecycle/accessPlan/text';
import { isZone } from '../../lifecycle/calendar';
import { systemClock } from '../../lifecycle/clock';
import { isEventKind, type HrEvent } from '../../lifecycle/event';
import type { Announcement } from '../../lifecycle/inbox';
import { keptOfPerson, type Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { atEdge } from '../shared/errors';
import { caseIdOf, isDryRun, noted, refuseOthers } from '../shared/inCase';
import { failed, passedOn } from '../shared/items';
import { openNodeLedger } from '../shared/ledger';
import { runIn } from '../shared/run';
import { withSteps } from '../shared/steps';
import { inReach, withShortNames } from './reach';
import { catalogueOf } from './rows';

interface Options {
	escalateAfterHours?: unknown;
	timeZone?: unknown;
}

const outlets = ['proceed', 'needsApproval', 'needsAttention'] as const;
type Outlet = (typeof outlets)[number];

interface Placed {
	to: Outlet;
	item: INodeExecutionData;
}

/** An expression may give anything, and a limit that is no number limits nothing. */
const numberFrom = (given: unknown, label: string, least: number, most: number): number => {
	if (typeof given === 'number' && given >= least && given <= most) return given;
	throw new Problem('misconfigured', `${label} of Access Plan is not a number from ${least} to ${most}, so nothing was planned. Correct it in the node, and run the case again.`);
};

const zoneOf = (context: IExecuteFunctions, given: unknown): string => {
	const zone = typeof given === 'string' && given.trim() !== '' ? given.trim() : context.getTimezone();
	if (isZone(zone)) return zone;
	throw new Problem('misconfigured', `"${zone}" is no time zone, so nothing was planned. Enter one like Europe/Berlin in Time Zone of Access Plan, and run the case again.`);
};

const unknownPerson: Person = { id: '', name: '', workEmail: null, title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null };

const isInstant = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

/** What of the person is not what it is called counts as not known. */
const announcedIn = (json: IDataObject): Announcement => {
	const person = keptOfPerson(Object(json['person'] ?? {}) as object) as unknown as Partial<Person>;
	const event = Object(json['event'] ?? {}) as HrEvent;
	if (!person.id || typeof event.key !== 'string' || event.key === '' || !isEventKind(event.kind) || !isInstant(event.effectiveAt) || !isInstant(event.receivedAt)) {
		throw new Problem('misconfigured', 'The item carries no person and event that can be read, so nothing was planned. Connect Access Plan behind Open Case, and keep "person", "event" and "case" on the way.');
	}
	return { person: { ...unknownPerson, ...person }, event: { ...event, source: event.source ?? 'workflow' } };
};

const hourMs = 3_600_000;

export const planAccess = async (context: IExecuteFunctions): Promise<INodeExecutionData[][]> => {
	const read = catalogueOf(context);
	const items = context.getInputData();
	const placed: Placed[] = [];
	const failures: Error[] = [];
	for (const [itemIndex, item] of items.entries()) {
		try {
			const made = await madeFor(context, itemIndex, read);
			placed.push(...placedOf(item, made).map(({ to, json }): Placed => ({ to, item: { ...passedOn(item), json, pairedItem: { item: itemIndex } } })));
		} catch (error) {
			const failure = atEdge(context.getNode(), error, itemIndex);
			failures.push(failure);
			placed.push({ to: 'needsAttention', item: { ...passedOn(item), json: failed(context, item, failure.message), pairedItem: { item: itemIndex } } });
		}
	}
	// Everybody else is planned first: whoever is asked was asked, and the run that follows finds that.
	if (failures.length > 0 && !context.continueOnFail()) throw failures[0]!;
	return outlets.map((outlet) => placed.filter(({ to }) => to === outlet).map(({ item }) => item));
};

type MadeFor = Made & { announcement: Announcement };

const madeFor = async (context: IExecuteFunctions, itemIndex: number, read: ReturnType<typeof catalogueOf>): Promise<MadeFor> => {
	const { json } = context.getInputData()[itemIndex]!;
	const caseId = caseIdOf(context, itemIndex);
	const run = runIn(json) ?? '';
	const node = context.getNode().name;
	return await noted(context, { caseId, run, node }, 'change', planSystem, itemIndex, async () => {
		const announcement = announcedIn(json);
		refuseOthers(operationOf(announcement.event), json);
		const { escalateAfterHours = 4, timeZone } = context.getNodeParameter('options', itemIndex, {}) as Options;
		const making = {
			...announcement,
			caseId, run, node,
			workflow: String(context.getWorkflow().id),
			dryRun: isDryRun(context, itemIndex, json),
			now: systemClock.now(),
			access: read.catalogue === undefined ? new Map() : inReach(context, read.catalogue, currentAccess(json['access'])),
			mostRemovals: numberFrom(context.getNodeParameter('mostRemovals', itemIndex), 'Most Removals', 0, 1_000),
			zone: zoneOf(context, timeZone),
			escalateMs: numberFrom(escalateAfterHours, 'Ask Somebody Else After', 0.25, 720) * hourMs,
		};
		return { announcement, ...(await makePlan(await openNodeLedger(context, json), read, making)) };
	});
};

/** Whoever has to be told gets a copy without what is to be done, so that a line drawn wrongly does nothing twice. */
const placedOf = ({ json }: INodeExecutionData, made: MadeFor): { to: Outlet; json: IDataObject }[] => {
	const { asked, attention, toldBefore, plan } = made;
	const item = withSteps({ ...json, plan: planJson(made) }, made.results);
	if (plan.refused.length > 0) return [{ to: 'needsAttention', json: item }];
	const copy = (more: IDataObject): IDataObject => ({ ...item, plan: { ...(item['plan'] as IDataObject), systems: {} }, ...more });
	return [
		{ to: 'proceed', json: item },
		...asked.filter(({ askedBefore }) => !askedBefore).map((one) => ({ to: 'needsApproval' as const, json: copy({ approval: { ...one, to: one.approvers?.join(', ') ?? 'it' } as unknown as IDataObject }) })),
		...(attention.length > 0 && !toldBefore ? [{ to: 'needsAttention' as const, json: copy({}) }] : []),
	];
};

const planJson = ({ announcement, plan, asked, attention, toldBefore }: MadeFor): IDataObject => {
	const { refused, hash, systems, additions, removals, later, withheld, leftOut, kept } = plan;
	return structuredClone({
		refused, hash,
		systems: withShortNames(systems),
		additions, removals, later, withheld, leftOut, kept,
		approvals: asked,
		attention: attention.join('\n'),
		toldBefore,
		text: planText(announcement, plan),
	}) as unknown as IDataObject;
};
