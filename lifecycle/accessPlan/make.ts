import { canonicalize } from '../../ledger/canonical';
import type { Json, JsonObject, Ledger } from '../../ledger/types';
import { comeAgain, type Whose } from '../again';
import { personSubject } from '../caseRecords';
import { givesBack, mayBeCut, type HrEvent } from '../event';
import { comesAnew, givenBack, knownCase } from '../givingBack/knownCase';
import type { Announcement } from '../inbox';
import { recordResult, type Operation, type Within } from '../journal';
import { keep } from '../keep';
import type { StepResult } from '../outcome';
import { placeOf, trailSubject } from '../pending';
import type { CurrentAccess } from './access';
import type { ReadCatalogue } from './catalogue';
import { holdUp, type Asked } from './holds';
import { memoryOf } from './memory';
import { nothingPlanned, planFor } from './plan';
import type { Plan } from './planned';
import { planSystem, resultsOf } from './results';
import { attentionOf } from './text';
import { isJoining } from './timing';

export interface Making extends Announcement {
	caseId: string;
	workflow: string;
	run: string;
	node: string;
	dryRun: boolean;
	now: Date;
	access: CurrentAccess;
	mostRemovals: number;
	zone: string;
	/** How long somebody has to decide before somebody else is asked. */
	escalateMs: number;
}

export interface Made {
	plan: Plan;
	asked: Asked[];
	/** What needs somebody to look, and whether an earlier run of the case has said the same. */
	attention: string[];
	toldBefore: boolean;
	results: StepResult[];
}

/** Makes the plan of one person and keeps it: who is asked, when the case comes again, what was planned and what is open. */
export const makePlan = async (ledger: Ledger, read: ReadCatalogue, making: Making): Promise<Made> => {
	const { dryRun, now, caseId, run, node, event } = making;
	const within: Within = { caseId, run, node };
	const plan = await planned(ledger, read, making);
	const attention = attentionOf(plan);
	const toldBefore = !dryRun && (await wasToldOf(ledger, making, attention));
	const asked = dryRun ? [] : await carryOut(ledger, plan, making);
	const results = resultsOf(making, plan, { dryRun, now, openBefore: await openBefore(ledger, caseId) });
	for (const result of results) await recordResult(ledger, within, operationOf(event), result);
	return { plan, asked, attention, toldBefore, results };
};

const planned = async (ledger: Ledger, { catalogue, faults }: ReadCatalogue, making: Making): Promise<Plan> => {
	if (faults !== undefined) return nothingPlanned(faults);
	const gone = await hasLeftSince(ledger, making);
	return gone === null ? planFor({ ...making, catalogue, memory: await memoryOf(ledger, making) }) : nothingPlanned([gone]);
};

export const operationOf = ({ kind }: HrEvent): Operation => (isJoining(kind) ? 'grant' : 'change');

const enough = 50;

/** An older case that comes again gives nothing to whoever has left, or is away, by a newer one. */
const hasLeftSince = async (ledger: Ledger, { person, event, caseId }: Making): Promise<string | null> => {
	const opened = await ledger.records({ subject: personSubject(person, event), kinds: ['case.opened'], newestFirst: true, limit: enough });
	const own = opened.findIndex((record) => record.caseId === caseId);
	for (const { caseId: id } of own === -1 ? opened : opened.slice(0, own)) {
		const newer = await knownCase(ledger, id!);
		if (newer === undefined || !newer.live) continue;
		const { kind } = newer.event;
		if (comesAnew(kind) || givesBack(newer.event)) return null;
		if (mayBeCut(kind) && (await givenBack(ledger, newer.id)) === undefined) return `by the newer case ${newer.id} they have left or are away, so that this one gives and takes nothing any more. If they are back, HR has to say so, and that is a case of its own`;
	}
	return null;
};

/** Whoever is asked and when it comes again first: a plan that was made and then forgotten would be the worse half. */
const carryOut = async (ledger: Ledger, plan: Plan, making: Making): Promise<Asked[]> => {
	const { workflow, caseId, event, now, escalateMs } = making;
	const whose: Whose = { workflow, caseId, event };
	const asked = await holdUp(ledger, { ...making, until: new Date(now.getTime() + escalateMs).toISOString() }, plan);
	for (const appointment of plan.again) await comeAgain(ledger, whose, appointment);
	const place = placeOf({ workflow }, event);
	await keep(ledger, { kind: 'plan.made', caseId, subject: trailSubject(place), content: { ...contentOf(plan, making, asked), attention: attentionOf(plan) } });
	return asked;
};

const contentOf = (plan: Plan, { workflow, event, run, node, access }: Making, asked: readonly Asked[]): JsonObject => {
	const { refused, hash, kept } = plan;
	const about = { workflow, key: event.key, run, node, kind: event.kind };
	// Nothing is known of what was asked before, so that it stays as it is.
	if (refused.length > 0) return { ...about, refused };
	const { additions, removals, later, withheld, leftOut, again } = plan;
	return { ...about, hash, additions, removals, later, withheld, leftOut, again, kept: kept.length, waits: asked.map(({ hold }) => hold), access: accessRead(access) } as unknown as JsonObject;
};

const accessRead = (access: CurrentAccess): Json =>
	Object.fromEntries([...access].map(([system, held]): [string, Json] => [system, held.kind === 'read' ? { account: held.account, rights: held.rights.map(({ id, name }) => ({ id, name })) } : held.kind === 'none' ? { account: null, rights: [] } : { [held.kind]: held.why }]));

/** A run that n8n broke off may have planned it, and told nobody. */
const wasToldOf = async (ledger: Ledger, { workflow, caseId }: Making, attention: readonly string[]): Promise<boolean> => {
	const records = await ledger.records({ caseId, kinds: ['plan.made', 'case.closed'] });
	const last = records.findLastIndex(({ kind, content }) => kind === 'plan.made' && content?.['workflow'] === workflow);
	return last !== -1 && canonicalize(records[last]!.content?.['attention'] ?? []) === canonicalize(attention) && records.slice(last).some(({ kind }) => kind === 'case.closed');
};

const openBefore = async (ledger: Ledger, caseId: string): Promise<ReadonlySet<string>> => {
	const settled = await ledger.records({ caseId, kinds: ['step.settled'], subject: planSystem });
	return new Set(settled.flatMap(({ content }) => (content === null || content['outcome'] === 'planned' ? [] : [String(content['step'])])));
};
