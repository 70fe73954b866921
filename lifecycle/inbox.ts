import type { JsonObject, Ledger, LedgerRecord } from '../ledger/types';
import { isWorkedOn } from './account';
import { caseIdOf } from './case';
import { endsAccess, keptOfEvent, type HrEvent } from './event';
import { holdsIn, isApproved, waitsForHr } from './guard/hold';
import { keep } from './keep';
import { onceOf, pendingIn, placeOf, trailSubject, type Pending, type Taken } from './pending';
import { keptOfPerson, type Person } from './person';

/** What HR announced of one person. */
export interface Announcement {
	person: Person;
	event: HrEvent;
}

/**
 * Who takes in: one workflow. A copy of it that somebody tries out gets its own events and never those of the one
 * that counts, which would then cut nobody.
 */
export interface Taker {
	source: string;
	workflow: string;
}

/** Who has an event in its care until it is over: a trigger of ours, or the guard for a source that has none. */
export type Keeper = 'trigger' | 'guard';

/** Of what is confidential no more is kept than it takes to ask HR again. */
const contentOf = ({ workflow }: Taker, { person, event }: Announcement, ahead: boolean, by: Keeper, edition: number): JsonObject => ({
	workflow,
	person: event.confidential === true && ahead ? { id: person.id } : keptOfPerson(person),
	event: keptOfEvent(event),
	...(by === 'guard' ? { by } : {}),
	...(edition === 0 ? {} : { edition }),
});

const firstWith = async (ledger: Ledger, once: string): Promise<LedgerRecord | undefined> => (await ledger.records({ once, limit: 1 }))[0];

/** How often HR has taken it back. */
export const editionOf = async (ledger: Ledger, place: string): Promise<number> => {
	for (let edition = 0; ; edition++) if ((await firstWith(ledger, onceOf('superseded', place, edition))) === undefined) return edition;
};

/** Whether HR has said it since it took it back. */
export const isSaid = async (ledger: Ledger, place: string, edition: number): Promise<boolean> =>
	edition === 0 || (await firstWith(ledger, onceOf('event.scheduled', place, edition))) !== undefined || (await firstWith(ledger, onceOf('event.received', place, edition))) !== undefined;

/** Who has taken in what HR says now; undefined while nobody has. */
export const keeperOf = async (ledger: Ledger, taker: Taker, { event }: Announcement): Promise<Keeper | undefined> => {
	const place = placeOf(taker, event);
	const received = await firstWith(ledger, onceOf('event.received', place, await editionOf(ledger, place)));
	return received && (received.content?.['by'] === 'guard' ? 'guard' : 'trigger');
};

/** What HR takes back counts from the moment it says so, whenever it would have happened. */
export const isAhead = ({ event }: Announcement, now: Date): boolean => event.kind !== 'rescind' && Date.parse(event.effectiveAt) > now.getTime();

/**
 * Takes an announcement in. True only for the first of all who ever bring it to this workflow, in whatever process:
 * that one, and nobody else, starts the case. What lies ahead is kept until it falls due.
 */
export const takeIn = async (ledger: Ledger, taker: Taker, announcement: Announcement, now: Date, by: Keeper = 'trigger', heard?: number): Promise<boolean> => {
	const { person, event } = announcement;
	const place = placeOf(taker, event);
	// Who heard it before HR took it back brings nothing new.
	const edition = heard ?? (await editionOf(ledger, place));
	const ahead = isAhead(announcement, now);
	const kind = ahead ? 'event.scheduled' : 'event.received';
	const once = ahead ? await schedulingOnce(ledger, place, event, edition) : onceOf(kind, place, edition);
	const { appended } = await keep(ledger, { kind, caseId: caseIdOf(event, person), subject: trailSubject(place), once, content: contentOf(taker, announcement, ahead, by, edition) });
	return appended && !ahead;
};

/** HR may move what it announced to another time under the same key. */
const schedulingOnce = async (ledger: Ledger, place: string, { effectiveAt }: HrEvent, edition: number): Promise<string> => {
	const before = (await pendingIn(ledger)).scheduled.get(place);
	const moved = before !== undefined && before.announcement.event.effectiveAt !== effectiveAt;
	return onceOf(moved ? `event.scheduled>${before.seq}` : 'event.scheduled', place, edition);
};

/** HR took it back. Said again later, it counts as new. */
export const supersede = async (ledger: Ledger, taker: Taker, { person, event }: Announcement, why: string): Promise<void> => {
	const place = placeOf(taker, event);
	const edition = await editionOf(ledger, place);
	if (!(await isSaid(ledger, place, edition))) return;
	await keep(ledger, { kind: 'event.superseded', caseId: caseIdOf(event, person), subject: trailSubject(place), once: onceOf('superseded', place, edition), content: { workflow: taker.workflow, key: event.key, why } });
};

/** Somebody to look at whom HR could not be asked about yet. */
export const keepUnread = async (ledger: Ledger, { source, workflow }: Taker, employeeId: string, why: string): Promise<void> => {
	await keep(ledger, { kind: 'event.unread', subject: `${source}/${employeeId}`, content: { workflow, employeeId, why } });
};

export const markRead = async (ledger: Ledger, { source, workflow }: Taker, employeeId: string): Promise<void> => {
	await keep(ledger, { kind: 'event.read', subject: `${source}/${employeeId}`, content: { workflow, employeeId } });
};

/** What waits, as it was when somebody looked. */
export interface Waited extends Announcement {
	/** How often the guard had let it pass. */
	passes: number;
}

/** Says after how many passes it is taken up again: of several who look at once, all together get it passed once more. */
export const noteResumed = async (ledger: Ledger, taker: Taker, { person, event, passes, why }: Announcement & Partial<Waited> & { why?: string }): Promise<void> => {
	const place = placeOf(taker, event);
	const after = passes ?? (await pendingIn(ledger)).started.get(place)?.passes ?? 0;
	await keep(ledger, { kind: 'event.resumed', caseId: caseIdOf(event, person), subject: trailSubject(place), content: { workflow: taker.workflow, key: event.key, after, ...(why === undefined ? {} : { why }) } });
};

export interface Work {
	/** Fell due, and nobody has started it. */
	due: Waited[];
	/** Started, never closed, and silent for too long: n8n was stopped in the middle, or the workflow broke. */
	unfinished: Waited[];
	/** Held by the guard and approved since, by as many people as it takes. */
	released: Waited[];
	/** The case was to come again by now. */
	again: (Waited & { why: string })[];
}

export interface Waiting extends Work {
	/** Employees HR could not be asked about. */
	unread: string[];
}

const longestSilenceMs = 60 * 60_000;

/** What waits for a trigger to go on with it, read from the ledger alone: no other memory survives a crash. */
export const waiting = async (ledger: Ledger, { source, workflow }: Taker, now: Date, silenceMs: number): Promise<Waiting> => {
	const mine = (taken: Taken) => taken.workflow === workflow && taken.announcement.event.source === source && taken.by === 'trigger';
	const pending = await pendingIn(ledger);
	const work = await workFor(ledger, pending, mine, now, silenceMs);
	const unread = [...pending.unread.values()]
		.filter((one) => one.workflow === workflow && one.subject.startsWith(`${source}/`))
		.map(({ employeeId }) => employeeId);
	return { ...work, unread };
};

/** What the guard of a workflow keeps for sources that have no trigger. */
export const keptByGuard = async (ledger: Ledger, workflow: string, now: Date, silenceMs: number): Promise<Work> =>
	workFor(ledger, await pendingIn(ledger), (taken) => taken.workflow === workflow && taken.by === 'guard', now, silenceMs);

const workFor = async (ledger: Ledger, { scheduled, started, again }: Pending, mine: (taken: Taken) => boolean, now: Date, silenceMs: number): Promise<Work> => {
	const { byPlace } = await holdsIn(ledger);
	const work: Work = { due: [], unfinished: [], released: [], again: [] };
	const isQuiet = async (taken: Taken) => (await isSilent(ledger, taken, now, silenceMs)) && !(await isWorkedOn(ledger, taken.caseId));

	for (const taken of [...scheduled.values()].filter(mine)) {
		if (!isAhead(taken.announcement, now) && (taken.resumes === 0 || (await isQuiet(taken)))) work.due.push(waitedOf(taken));
	}
	for (const [place, taken] of [...started].filter(([, one]) => mine(one))) {
		const hold = byPlace.get(place);
		if (hold !== undefined && isApproved(hold)) {
			if (!hold.resumed || (await isQuiet(taken))) work.released.push(waitedOf(taken));
		} else if ((hold === undefined ? isWorthAnother(taken) : waitsForHr(hold)) && (await isQuiet(taken))) work.unfinished.push(waitedOf(taken));
	}
	for (const [place, { taken, appointments }] of again) {
		const due = appointments.filter(({ at }) => Date.parse(at) <= now.getTime());
		// What is started comes to its end first, or is taken up as unfinished; nobody looks at one person twice at once.
		if (due.length === 0 || started.has(place) || !mine(taken) || (await isWorkedOn(ledger, taken.caseId))) continue;
		work.again.push({ ...waitedOf(taken), why: [...new Set(due.map(({ why }) => why))].join('; ') });
	}
	return work;
};

const enoughResumes = 3;

/** Who loses access is taken up until the case is closed. What else passed the guard may open no case, and then nothing tells that it is done. */
const isWorthAnother = ({ announcement: { event }, passed, resumes }: Taken): boolean => endsAccess(event) || !passed || resumes < enoughResumes;

/** A copy: what becomes an item is somebody else's to change. */
const waitedOf = ({ announcement, passes }: Taken): Waited => structuredClone({ ...announcement, passes });

/** Each time it falls silent again it is left alone for twice as long, so that a broken workflow does not run every minute. */
const patienceMs = ({ resumes }: Taken, silenceMs: number): number => Math.min(silenceMs * 2 ** resumes, Math.max(silenceMs, longestSilenceMs));

const isSilent = async (ledger: Ledger, taken: Taken, now: Date, silenceMs: number): Promise<boolean> => {
	const [newest] = await ledger.records({ caseId: taken.caseId, newestFirst: true, limit: 1 });
	return now.getTime() - Date.parse(newest?.at ?? taken.at) >= patienceMs(taken, silenceMs);
};

/** When it is taken up as unfinished if nothing more is heard of it; null where it was tried often enough. */
export const nextTry = (taken: Taken, lastHeardAt: string, silenceMs: number): Date | null => (isWorthAnother(taken) ? new Date(Date.parse(lastHeardAt) + patienceMs(taken, silenceMs)) : null);
