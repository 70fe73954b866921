import { randomBytes } from 'node:crypto';
import type { JsonObject, Ledger } from '../../ledger/types';
import { caseIdOf } from '../case';
import { caseIn } from '../caseRecords';
import type { Clock } from '../clock';
import { isBackDated, keptOfEvent, mayBeCut } from '../event';
import { shown } from '../exceptions/exception';
import type { Announcement } from '../inbox';
import { keep } from '../keep';
import { keptOfPerson } from '../person';
import { pendingIn, pendingOf, placeOf } from '../pending';
import { Problem } from '../problem';
import { isOpen } from './breaker';
import { isUrgent } from './emergency';
import { leaversIn, whoIs } from './flood';
import type { Gate } from './gates';
import { holdsIn, isApproved, waitsForHr, type Finding, type Hold } from './hold';
import { takeInOrWait } from './intake';
import { countOf, earlierCases, opinionOn, type Opinion, type Terms } from './judge';
import type { Judgement } from './judgement';
import { whyLetAlone } from './letAlone';
import { rescinded } from './rescind';
import { isTakenBack, judged, trailOf, type At, type Trail } from './trail';
import { inWords, namely, sentence } from './words';

export interface Brought extends Announcement {
	gates: readonly Gate[];
}

export interface CheckTerms extends Terms {
	workflow: string;
	/** How long to wait for more of a flood before the first of it is judged. */
	settleMs: number;
	/** How long somebody has to decide before somebody else is asked. */
	escalateMs: number;
}

export interface With {
	ledger: Ledger;
	clock: Clock;
	signal?: AbortSignal;
}

/** Neither over nor waiting for somebody, nor for its day. */
interface Open {
	brought: Brought;
	trail: Trail;
	hold: Hold | undefined;
}

/** Judges all of them together, so that a flood is seen in each of its events. One judgement for each, in their order. */
export const check = async ({ ledger, clock, signal }: With, all: readonly Brought[], terms: CheckTerms): Promise<Judgement[]> => {
	const at = (): At => ({ ledger, workflow: terms.workflow, now: clock.now() });
	const arrived: (Judgement | Open)[] = [];
	for (const brought of all) arrived.push(await arrive(at(), brought));

	const leaving = arrived.filter((one): one is Open => 'brought' in one && isCounted(one));
	await Promise.all(leaving.map(({ brought }) => noteSeen(at(), brought)));
	const judgedNow = leaving.map(({ brought }) => brought);
	const leavers = () => leaversIn(ledger, { workflow: terms.workflow, windowMs: terms.windowMs, now: clock.now() }, judgedNow);
	if (await isWorthWaiting(at(), leaving, await leavers(), terms)) await settle(clock, terms.settleMs, signal);

	const crowd = await leavers();
	const judgements: Judgement[] = [];
	for (const one of arrived) judgements.push('brought' in one ? await conclude(at(), one, await opinionOn(at(), one.brought, one.brought.gates, crowd, terms), terms) : one);
	return judgements;
};

const arrive = async (at: At, brought: Brought): Promise<Judgement | Open> => {
	const place = placeOf(at, brought.event);
	const trail = await trailOf(at.ledger, place);
	const hold = (await holdsIn(at.ledger)).byPlace.get(place);
	if (hold !== undefined && !isApproved(hold) && !waitsForHr(hold)) return waits(brought, hold);
	if (trail.over !== null) return { to: 'ignored', why: `${sentence(`${namely(brought)} came before and is over: ${trail.over}`)} Nothing has to be done.` };
	if (trail.held && hold === undefined) return rejected(at, brought, trail);
	if (!trail.mayPass) return { to: 'ignored', why: `${sentence(`${namely(brought)} came before and passed at ${shown(trail.passedAt!)}`)} Nothing has to be done.` };
	return (await takeInOrWait(at, brought, trail.takenBack)) ?? { brought, trail, hold };
};

const waits = (brought: Announcement, { id, until, reasons }: Hold): Judgement => ({
	to: 'ignored',
	hold: id,
	why: `${sentence(`${namely(brought)} came before and waits for ${reasons.every(({ code }) => code === 'gate') ? 'what is missing' : 'a decision'} as ${id}, ${shown(until)} at the latest`)} Decide on it with Decide of the Evidence Ledger.`,
});

/** n8n may have been stopped between a rejection and its end. */
const rejected = async (at: At, brought: Brought, trail: Trail): Promise<Judgement> => {
	const why = `${sentence(`${namely(brought)} was decided on, and is not carried out`)} Nothing has to be done.`;
	await judged(at, 'guard.ignored', brought, trail, { why });
	return { to: 'ignored', why };
};

/** Whom a person has decided on, or who is cut already, makes no flood. */
const isCounted = ({ brought, hold, trail }: Open): boolean => mayBeCut(brought.event.kind) && hold === undefined && trail.passedAt === null;

const noteSeen = async ({ ledger, workflow }: At, { person, event }: Announcement): Promise<void> => {
	const place = placeOf({ workflow }, event);
	const content: JsonObject = { workflow, key: event.key, kind: event.kind, source: event.source, who: whoIs({ person, event }), person: { id: person.id } };
	await keep(ledger, { kind: 'guard.seen', caseId: caseIdOf(event, person), once: `guard.seen/${place}`, content });
};

/** Where all of it is held anyway, more of it changes nothing. */
const isWorthWaiting = async (at: At, leaving: readonly Open[], leavers: Awaited<ReturnType<typeof leaversIn>>, terms: CheckTerms): Promise<boolean> => {
	if (terms.settleMs === 0) return false;
	for (const { brought } of leaving) if (!isUrgent(brought.event) && !isOpen(await countOf(at, brought, leavers, terms), terms)) return true;
	return false;
};

const settle = async (clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> => {
	try {
		await clock.sleep(ms, signal);
	} catch {
		throw new Problem('cancelled', 'The execution was stopped while the guard waited whether more people would lose access. Nobody was let through. The events are taken up again by themselves.');
	}
};

const conclude = async (at: At, one: Open, opinion: Opinion, terms: CheckTerms): Promise<Judgement> => {
	const { brought, trail, hold } = one;
	if (brought.event.kind === 'rescind') return concludeTakingBack(at, one, opinion, terms);
	if (await isOvertaken(at, brought)) return ignoreOrPass(at, one, { to: 'ignored', why: `${sentence(`${namely(brought)} is over, because they have started already`)} Nothing has to be prepared any more: the case of the first day does all of it at once.` });
	const letAlone = trail.passedAt === null ? null : await whyLetAlone(at, brought, trail);
	if (letAlone !== null) return ignoreOrPass(at, one, { to: 'ignored', why: `${sentence(`${namely(brought)} is not taken up again, because ${letAlone}`)} Nothing has to be done.` });
	if (trail.passedAt !== null) return pass(at, one, { to: 'proceed', ...linked(opinion), why: sentence(`${namely(brought)} is taken up again${trail.again === null ? ', because its case was not finished' : `: ${trail.again}`}`) });

	const findings = uncovered(opinion.findings, hold);
	if (findings.length === 0) return pass(at, one, { to: 'proceed', why: whyItPasses(one, opinion), ...(opinion.keeps.length > 0 ? { keeps: opinion.keeps } : {}), ...linked(opinion) });
	if (hold !== undefined && !isApproved(hold) && isSame(findings, hold)) return waits(brought, hold);
	return holdUp(at, one, findings, terms);
};

/** HR entered somebody so late that their first day is here as well, or what was to be prepared was not done by then. */
const isOvertaken = async (at: At, brought: Brought): Promise<boolean> => {
	if (brought.event.kind !== 'hire') return false;
	const { started } = pendingOf(await pendingIn(at.ledger), at, brought);
	return started.some(({ announcement }) => announcement.event.kind === 'start') || (await earlierCases(at, brought)).some(({ content }) => caseIn(content).kind === 'start');
};

const linked = ({ linkedTo }: Opinion): Pick<Judgement, 'linkedTo'> => (linkedTo.length > 0 ? { linkedTo } : {});

/** Looked at before anybody is asked to decide, and again when they have: meanwhile it may have been given back, or somebody may have left once more. */
const concludeTakingBack = async (at: At, one: Open, { findings }: Opinion, terms: CheckTerms): Promise<Judgement> => {
	const { brought, trail, hold } = one;
	const open = trail.passedAt === null ? uncovered(findings, hold) : [];
	const judgement = await rescinded(at, brought, findings.length > 0 && open.length === 0);
	return judgement.to === 'proceed' && open.length > 0 ? holdUp(at, one, open, terms) : ignoreOrPass(at, one, judgement);
};

/** A decision covers the reasons it was shown and no others; that so many leave at once is no question any more once somebody has decided on this one. */
const uncovered = (findings: readonly Finding[], hold: Hold | undefined): readonly Finding[] => {
	if (hold === undefined || !isApproved(hold)) return findings;
	const covered = hold.reasons.map(({ code }) => code);
	return findings.filter(({ code }) => code !== 'breaker' && !covered.includes(code));
};

const isSame = (findings: readonly Finding[], { reasons }: Hold): boolean => JSON.stringify(findings.map(({ why }) => why)) === JSON.stringify(reasons.map(({ why }) => why));

const whyItPasses = ({ brought, hold }: Open, { note, keeps, story }: Opinion): string =>
	[
		sentence(`${namely(brought)} goes on${hold === undefined || !isApproved(hold) ? '' : `, as ${inWords(hold.words.map(({ by }) => by.name))} decided on ${hold.id}`}`),
		...(note === null || hold !== undefined ? [] : [sentence(note)]),
		...(isBackDated(brought.event) ? [`HR said so late: it took effect at ${shown(brought.event.effectiveAt)}.`] : []),
		...(story === null ? [] : [sentence(story)]),
		...keeps.map(sentence),
	].join(' ');

const lost = (brought: Announcement): Judgement => ({ to: 'ignored', why: `${sentence(`${namely(brought)} came several times at once and is judged elsewhere`)} Nothing has to be done.` });
const takenBack = (brought: Announcement): Judgement => ({ to: 'ignored', why: `${sentence(`${namely(brought)} was taken back by HR while it was being judged`)} Nothing has to be done.` });

const pass = async (at: At, { brought, trail }: Open, judgement: Judgement): Promise<Judgement> => {
	const record = await judged(at, 'guard.passed', brought, trail, { kind: brought.event.kind, who: whoIs(brought), why: judgement.why, takenBack: trail.takenBack });
	if (record === null) return lost(brought);
	return (await isTakenBack(at, brought, trail, record)) ? takenBack(brought) : judgement;
};

const ignoreOrPass = async (at: At, one: Open, judgement: Judgement): Promise<Judgement> => {
	if (judgement.to === 'proceed') return pass(at, one, judgement);
	return (await judged(at, 'guard.ignored', one.brought, one.trail, { why: judgement.why, kind: one.brought.event.kind, who: whoIs(one.brought) })) === null ? lost(one.brought) : judgement;
};

const emergencyMs = 15 * 60_000;

const holdUp = async (at: At, { brought, trail }: Open, findings: readonly Finding[], { escalateMs }: CheckTerms): Promise<Judgement> => {
	const { person, event } = brought;
	const needs = findings.some((one) => one.needs === 2) ? 2 : 1;
	const until = new Date(at.now.getTime() + (isUrgent(event) ? Math.min(escalateMs, emergencyMs) : escalateMs)).toISOString();
	const reasons = findings.map(({ code, why }) => ({ code, why }));
	// By chance, and not from the words: what was held could be guessed from it after it was erased.
	const hold = `hold_${randomBytes(5).toString('hex')}`;
	const content = { hold, reasons, needs, requestedBy: event.requestedBy ?? null, person: keptOfPerson(person), event: keptOfEvent(event), until, takenBack: trail.takenBack };
	const record = await judged(at, 'guard.held', brought, trail, content);
	if (record === null) return lost(brought);
	if (await isTakenBack(at, brought, trail, record)) return takenBack(brought);

	const onlyHr = findings.every(({ code }) => code === 'gate');
	const decide = `${needs === 1 ? 'A named person has' : 'Two named people have'} to decide on ${hold} by ${shown(until)}: List Held and Decide of the Evidence Ledger.`;
	return { to: onlyHr ? 'later' : 'needsApproval', hold, reasons, needs, until, why: [sentence(`${namely(brought)} is held`), ...reasons.map(({ why }) => sentence(why)), ...(onlyHr ? [`To go on without it, decide on ${hold} with Decide of the Evidence Ledger.`] : [decide])].join(' ') };
};
