import { cutInstant, isZone, startOfDay, today, type DateMeaning } from '../../lifecycle/calendar';
import { endsAccess, type Change, type EventKind, type HrEvent } from '../../lifecycle/event';
import { asName, type Person } from '../../lifecycle/person';
import { digestOf } from './signatures/compare';
import { stateOf } from './labels';
import type { End, Entry, HrSource, Labels, State, Stint } from './source';

export interface Rules {
	/** `gusto/acme` */
	source: string;
	meaning: DateMeaning;
	/** `HH:mm`, on the last day worked. */
	atTime: string;
	zone: string;
	zones: Readonly<Record<string, string>>;
	/** What the company says its labels mean. */
	labels: Labels;
}

/** What was seen of a person the last time. A type, not an interface: the ledger keeps it. */
export type Known = {
	seen: Seen;
	state: State;
	firstDay: string | null;
	end: string | null;
	changedAt: string | null;
	/** What follows from the state as it is, told or not. */
	standing: HrEvent[];
	/** What happened once, until somebody has taken it in. */
	open: HrEvent[];
	/** How often an end, or a beginning, was taken back: the same date again is another event. */
	endRound: number;
	startRound: number;
};

export type Seen = {
	name: string | null;
	workEmail: string | null;
	title: string | null;
	department: string | null;
	location: string | null;
	manager: string | null;
	workerType: string | null;
};

export type Judgement =
	| { kind: 'unclear'; why: string }
	/** An answer from before the last one. */
	| { kind: 'outdated' }
	/** Gone for long when first seen. */
	| { kind: 'longGone' }
	| { kind: 'judged'; person: Person; known: Known; takenBack: HrEvent[]; gap: string | null };

export interface Case {
	source: HrSource;
	rules: Rules;
	entry: Entry;
	/** Of the entry, with what looks like a secret taken out. */
	seen: Seen;
	known: Known | null;
	now: Date;
}

/** Somebody who left before that, and whom nobody had seen before, is history and not news. */
export const longestNewsDays = 30;

/** What is true of a person and what that means, from the state HR shows and never from what a message called it. Pure. */
export const judge = (given: Case): Judgement => {
	const { entry, rules, known, now } = given;
	if (isOutdated(entry, known)) return { kind: 'outdated' };
	const { zone, gap } = zoneOf(entry, rules);
	if (!isZone(zone)) return unclear(`their time zone "${zone.slice(0, 60)}" is none; use a name like Europe/Berlin in the HR system or in "Time Zones by Location"`);
	const found = situationOf(given, today(now, zone));
	if ('why' in found) return unclear(found.why);
	if (found.state === 'terminated' && known === null && found.end !== null && found.end.date < daysFrom(found.day, -longestNewsDays)) return { kind: 'longGone' };
	return { ...conclude(given, found, zone), gap };
};

const unclear = (why: string): Judgement => ({ kind: 'unclear', why });

const isOutdated = ({ changedAt }: Entry, known: Known | null): boolean => known !== null && known.changedAt !== null && changedAt !== null && Date.parse(changedAt) < Date.parse(known.changedAt);

export interface Zone {
	zone: string;
	/** Why it is not the zone of the person's own location, where a table of locations should have told. */
	gap: string | null;
}

export const zoneOf = ({ timeZone, person: { location } }: { timeZone: string | null; person: { location: string | null } }, { zone, zones }: Pick<Rules, 'zone' | 'zones'>): Zone => {
	const own = timeZone ?? Object.entries(zones).find(([name]) => asName(name) === asName(location ?? ''))?.[1];
	if (own !== undefined || Object.keys(zones).length === 0) return { zone: own ?? zone, gap: null };
	const place = location === null ? 'have no location' : `work at the location "${location}", which is not in "Time Zones by Location"`;
	return { zone, gap: `they ${place}, so that days begin and end for them in ${zone}; nothing is held up by that; add the location if it is wrong` };
};

interface Situation {
	day: string;
	state: State;
	firstDay: string | null;
	end: End | null;
	/** An employment that begins after the present one has ended. */
	next: (Stint & { firstDay: string }) | null;
}

const situationOf = ({ entry: { stints }, source, rules, known }: Case, day: string): Situation | { why: string } => {
	const present = stints.filter(({ firstDay }) => firstDay === null || firstDay <= day).at(-1) ?? stints[0];
	const labelled = stateOf(present.label, rules.labels, source.labels);
	if (labelled === undefined) return { why: `nobody said what the status "${present.label.slice(0, 60)}" means; add it to "Status Labels" of the node, or correct it in ${source.label}` };
	const { firstDay } = present;
	const ahead = firstDay !== null && firstDay > day;
	const state = isWorking(labelled) && ahead ? 'preboarding' : labelled;

	const after = stints[stints.indexOf(present) + 1];
	const next = typeof after?.firstDay === 'string' ? { ...after, firstDay: after.firstDay } : null;
	const goesOn = next !== null && present.end !== null && next.firstDay <= daysFrom(present.end.date, 1);
	const end = present.end === null || goesOn || (firstDay !== null && present.end.date < firstDay && state !== 'terminated') ? null : present.end;

	const odd = oddity({ day, state, firstDay, end, next }, known, source.label);
	return odd === null ? { day, state, firstDay, end, next: goesOn ? null : next } : { why: odd };
};

/** What contradicts itself is never acted upon. The sentence goes on after "was not acted upon:". */
const oddity = ({ day, state, firstDay, end }: Situation, known: Known | null, label: string): string | null => {
	if (state === 'terminated' && end === null) return `${label} says they have left, and not when; enter the date there`;
	if (state === 'terminated' && firstDay !== null && end!.date < firstDay) return `they left on ${end!.date}, before their first day ${firstDay}; correct the dates in ${label}`;
	// A night may lie between the last day and the moment the HR system changes the status.
	if (isWorking(state) && end !== null && end.date < daysFrom(day, -1)) return `their last day was ${end.date}, but ${label} still says they work there; make the two agree`;
	if (state === 'preboarding' && firstDay === null) return `they have not begun, and ${label} shows no first day; enter it there`;
	if (state === 'preboarding' && firstDay! < day) return `their first day ${firstDay} has passed, but ${label} still says they have not begun; correct the date, or the status`;
	if (state === 'preboarding' && known !== null && isWorking(known.state)) return `their first day was moved to ${firstDay}, although they work there already; correct it in ${label}`;
	return null;
};

const isWorking = (state: State): boolean => state === 'active' || state === 'leave' || state === 'gardenLeave';
const isAway = (state: State): boolean => state === 'leave' || state === 'gardenLeave';

const conclude = (given: Case, found: Situation, zone: string): Omit<Extract<Judgement, { kind: 'judged' }>, 'gap'> => {
	const { entry, seen, known, rules, now } = given;
	const { state, firstDay, end } = found;
	const isNew = (date: string | null): boolean => known !== null && known.state === 'terminated' && known.end !== null && date !== null && date > known.end;
	const isBack = isNew(firstDay);
	const moment = (date: string): Date => startOfDay(date, zone)!;
	const write = writer(given);

	// Who comes back had left: that end has been, and stays.
	const takenBack = (known?.standing ?? []).filter((event) => isTakenBack(event, found) && !(isBack && endsAccess(event) && isPast(event, now)));
	const endRound = (known?.endRound ?? 0) + (takenBack.some(endsAccess) ? 1 : 0);
	const startRound = (known?.startRound ?? 0) + (takenBack.some(({ kind }) => kind === 'start') ? 1 : 0);

	const ends = end === null ? [] : [write(end.kind, end.date, cutInstant(end.date, { zone, meaning: end.meaning ?? rules.meaning, atTime: rules.atTime })!, [end.row ?? '', round(endRound)])];
	const coming = state === 'preboarding' ? firstDay : found.next?.firstDay ?? null;
	const begins = coming === null || coming <= found.day && state !== 'preboarding' ? [] : [announced(given, coming, write, isNew(coming) || found.next !== null), write('start', coming, moment(coming), [round(startRound)])];
	const standing = [...ends, ...begins];

	const happened: HrEvent[] = [];
	const [newEnd] = ends;
	const undone = takenBack.find((event) => endsAccess(event) && isPast(event, now) && !(newEnd && isPast(newEnd, now)));
	if (undone) happened.push(write('rescind', dayOf(undone), now, [round(endRound)]));
	if (isBack && isWorking(state)) happened.push(write('rehire', firstDay!, moment(firstDay!), []));
	else if (isWorking(state) && firstDay !== null && (known?.state === 'preboarding' || (known === null && firstDay >= daysFrom(found.day, -longestNewsDays)))) {
		happened.push(write('start', firstDay, moment(firstDay), [round(startRound)]));
	}
	if (isAway(state) && !(known !== null && isAway(known.state))) happened.push(write('leave', found.day, now, []));
	if (state === 'active' && known !== null && isAway(known.state)) happened.push(write('return', found.day, now, []));
	if (known !== null && state !== 'terminated') happened.push(...changesSince(known.seen, seen, (kind, changes) => write(kind, found.day, now, [digestOf(JSON.stringify(changes)).slice(0, 8)], changes)));

	const { timeZone: _, ...rest } = { timeZone: null, ...entry.person };
	const person: Person = { ...rest, timeZone: zone, startDate: firstDay, lastDay: end?.date ?? null };
	const open = [...(known?.open ?? []), ...happened].filter(({ key }, index, all) => all.findIndex((other) => other.key === key) === index);
	return {
		kind: 'judged',
		person,
		takenBack,
		known: { seen: laterOf(known?.seen ?? null, seen), state, firstDay, end: end?.date ?? null, changedAt: entry.changedAt, standing, open, endRound, startRound },
	};
};

/** Begun as foreseen is not taken back; another date is, and so is an end that is gone. */
const isTakenBack = (event: HrEvent, { state, firstDay, end, next }: Situation): boolean => {
	if (endsAccess(event)) return end === null || end.date !== dayOf(event) || end.kind !== event.kind;
	return event.kind === 'start' && (state === 'terminated' && next === null ? true : (next?.firstDay ?? firstDay) !== dayOf(event));
};

/** The day HR entered: it stands in the key. */
const dayOf = ({ key }: HrEvent): string => key.split('/').at(-2) ?? '';

/** Announced once, however often the first day is moved before it comes. */
const announced = ({ known, now }: Case, date: string, write: Write, again: boolean): HrEvent => known?.standing.find(({ kind }) => kind === 'hire' || kind === 'rehire') ?? write(again ? 'rehire' : 'hire', date, now, ['announced']);

type Write = (kind: EventKind, date: string, effectiveAt: Date, marks: readonly string[], changes?: Change[]) => HrEvent;

/** What was told before keeps the words it was told in, above all since when it is known. */
const writer =
	({ rules, entry, known, now }: Case): Write =>
	(kind, date, effectiveAt, marks, changes) => {
		const tail = [kind, ...marks].filter((part) => part !== '').join('-').replace(/[^A-Za-z0-9.-]+/g, '-');
		const key = [rules.source, entry.person.id, kind, date, tail].join('/');
		const before = [...(known?.standing ?? []), ...(known?.open ?? [])].find((event) => event.key === key);
		const instant = effectiveAt.toISOString();
		// A person who moves to another time zone leaves at another moment, on the same day.
		if (before && (before.effectiveAt === instant || effectiveAt === now)) return before;
		return { kind, key, source: rules.source, effectiveAt: instant, receivedAt: before?.receivedAt ?? now.toISOString(), ...(changes === undefined ? {} : { changes }) };
	};

const round = (count: number): string => (count === 0 ? '' : String(count + 1));
const isPast = ({ effectiveAt }: HrEvent, now: Date): boolean => Date.parse(effectiveAt) <= now.getTime();

const kindsOfChange: readonly [EventKind, readonly (keyof Seen)[]][] = [
	['rename', ['name', 'workEmail']],
	['move', ['title', 'department', 'location', 'manager']],
	['conversion', ['workerType']],
];

/** What is shown no longer has not changed: the user n8n reads with may have lost a permission. */
const changesSince = (before: Seen, now: Seen, write: (kind: EventKind, changes: Change[]) => HrEvent): HrEvent[] =>
	kindsOfChange.flatMap(([kind, fields]) => {
		const changes = fields.filter((field) => now[field] !== null && now[field] !== before[field]).map((field): Change => ({ field, from: before[field], to: now[field] }));
		return changes.length === 0 ? [] : [write(kind, changes)];
	});

const laterOf = (before: Seen | null, now: Seen): Seen => Object.fromEntries(Object.entries(now).map(([field, value]) => [field, value ?? before?.[field as keyof Seen] ?? null])) as Seen;

const daysFrom = (day: string, count: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
