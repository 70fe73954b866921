import { canonicalize } from '../../ledger/canonical';
import { scrub } from '../../ledger/secrets';
import type { JsonObject, Ledger } from '../../ledger/types';
import { cutInstant, instantOf, isZone, startOfDay } from '../../lifecycle/calendar';
import { endsAccess, type HrEvent } from '../../lifecycle/event';
import { supersede, type Taker } from '../../lifecycle/inbox';
import { pendingIn, placeOf, trailSubject } from '../../lifecycle/pending';
import { keep } from '../../lifecycle/keep';
import type { Person } from '../../lifecycle/person';
import { judge, zoneOf, type Known, type Rules, type Seen } from './judge';
import type { Entry, HrSource, State, Statement } from './source';

export type Observed =
	| { kind: 'told'; person: Person; events: HrEvent[]; state: State; gap: string | null }
	| { kind: 'unclear'; why: string }
	| { kind: 'longGone' };

export interface Observer {
	ledger: Ledger;
	taker: Taker;
	source: HrSource;
	rules: Rules;
	now: Date;
	/** A test in the editor looks, and nothing remembers it. */
	trying: boolean;
}

/**
 * What one reading of a person says that nobody has taken in yet. An event is told at every reading until the guard has
 * it, so that whatever breaks in between loses none; what HR took back is superseded before anything else is said.
 */
export const observe = async (observer: Observer, entry: Entry): Promise<Observed> => {
	const { ledger, taker, source, rules, now, trying } = observer;
	const known = await knownOf(observer, entry.person.id);
	const judgement = judge({ source, rules, entry, seen: seenOf(entry), known, now });
	if (judgement.kind === 'unclear' || judgement.kind === 'longGone') return judgement;
	if (judgement.kind === 'outdated') return { kind: 'told', person: asPerson(entry), events: [], state: known!.state, gap: null };

	const { person, takenBack } = judgement;
	const events: HrEvent[] = [];
	for (const event of judgement.known.standing) if (!(await isTaken(observer, event))) events.push(event);
	const open: HrEvent[] = [];
	for (const event of judgement.known.open) if (!(await isTaken(observer, event))) open.push(event);
	if (!trying) {
		for (const event of takenBack) await supersede(ledger, taker, { person, event }, `${source.label} no longer says so`);
		for (const event of await waitingEnds(observer, known, [...takenBack, ...judgement.known.standing])) await supersede(ledger, taker, { person, event }, `${source.label} says that they are back`);
		await remember(observer, entry, known, { ...judgement.known, open });
	}
	return { kind: 'told', person, events: [...events, ...open], state: judgement.known.state, gap: judgement.gap };
};

/** Who is back had left, and that stays as it was; but nobody looks any more whether they kept access. */
const waitingEnds = async ({ ledger, taker }: Observer, known: Known | null, besides: readonly HrEvent[]): Promise<HrEvent[]> => {
	const ends = (known?.standing ?? []).filter((event) => endsAccess(event) && !besides.some(({ key }) => key === event.key));
	const { started, again } = await pendingIn(ledger);
	return ends.filter((event) => started.has(placeOf(taker, event)) || again.has(placeOf(taker, event)));
};

/** What a source says by itself, instead of a state: the event is what it says. */
export const stated = ({ rules, now }: Observer, { person, kind, at, row, ...more }: Statement): { person: Person; event: HrEvent } | { why: string } => {
	const { zone } = zoneOf({ timeZone: person.timeZone, person }, rules);
	if (!isZone(zone)) return { why: `their time zone "${zone.slice(0, 60)}" is none; use a name like Europe/Berlin` };
	const isDay = /^\d{4}-\d{2}-\d{2}$/.test(at);
	const ends = endsAccess({ kind });
	const effective = !isDay ? instantOf(at, zone) : ends ? cutInstant(at, { zone, meaning: rules.meaning, atTime: rules.atTime }) : startOfDay(at, zone);
	if (effective === null) return { why: `"${at.slice(0, 40)}" is neither a day like 2026-11-30 nor a moment like 2026-11-30T17:00:00+01:00; correct what "Effective At" is read from` };
	const day = at.slice(0, 10);
	const tail = [kind, row ?? ''].filter((part) => part !== '').join('-').replace(/[^A-Za-z0-9.-]+/g, '-');
	return {
		person: { ...person, timeZone: zone, startDate: kind === 'start' || kind === 'hire' ? day : null, lastDay: ends ? day : null },
		event: { kind, key: [rules.source, person.id, kind, day, tail].join('/'), source: rules.source, effectiveAt: effective.toISOString(), receivedAt: now.toISOString(), ...more },
	};
};

const asPerson = ({ person, timeZone, stints }: Entry): Person => ({ ...person, timeZone, startDate: stints[0].firstDay, lastDay: stints[0].end?.date ?? null });

/** Scrubbed as the ledger keeps it, or what looks like a secret would be another name at every reading. */
const seenOf = ({ person }: Entry): Seen =>
	scrub({
		name: person.name,
		workEmail: person.workEmail,
		title: person.title,
		department: person.department,
		location: person.location,
		manager: person.manager?.id ?? null,
		workerType: person.workerType,
	}) as unknown as Seen;

const kind = 'person.known';
const subjectOf = ({ rules }: Observer, id: string): string => `${rules.source}/${id}`;

const knownOf = async (observer: Observer, id: string): Promise<Known | null> => {
	const records = await observer.ledger.records({ kinds: [kind], subject: subjectOf(observer, id), newestFirst: true });
	const own = records.find(({ content }) => content?.['workflow'] === observer.taker.workflow);
	return (own?.content?.['known'] as Known | undefined) ?? null;
};

const remember = async (observer: Observer, { person, employeeNumber }: Entry, before: Known | null, known: Known): Promise<void> => {
	if (before !== null && canonicalize(before) === canonicalize(known)) return;
	const content = { workflow: observer.taker.workflow, employeeId: person.id, name: person.name, workEmail: person.workEmail, employeeNumber, known } as unknown as JsonObject;
	await keep(observer.ledger, { kind, subject: subjectOf(observer, person.id), content });
};

const telling = ['event.scheduled', 'event.received', 'event.superseded', 'event.resumed', 'guard.held', 'guard.passed', 'guard.ignored'];

/** The guard has it, or has put it off until its moment. When that has come, or when it asks for it, it is said again: that HR still says so. */
const isTaken = async ({ ledger, taker, now }: Observer, event: HrEvent): Promise<boolean> => {
	const place = placeOf(taker, event);
	const [last] = await ledger.records({ subject: trailSubject(place), kinds: telling, newestFirst: true, limit: 1 });
	if (last?.kind !== 'event.scheduled') return last?.kind.startsWith('guard.') ?? false;
	const scheduled = (await pendingIn(ledger)).scheduled.get(place)?.announcement.event.effectiveAt;
	return Date.parse(event.effectiveAt) > now.getTime() && scheduled === event.effectiveAt;
};
