import type { JsonObject, Ledger } from '../ledger/types';
import { isWorkedOn } from './account';
import { caseIdOf } from './case';
import { keptOfEvent, type HrEvent } from './event';
import { keep } from './keep';
import { pendingIn, type Taken } from './pending';
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
const contentOf = ({ workflow }: Taker, { person, event }: Announcement, ahead: boolean, by: Keeper): JsonObject => ({
	workflow,
	person: event.confidential === true && ahead ? { id: person.id } : keptOfPerson(person),
	event: keptOfEvent(event),
	...(by === 'guard' ? { by } : {}),
});

/**
 * Takes an announcement in. True only for the first of all who ever bring it to this workflow, in whatever process:
 * that one, and nobody else, starts the case. What lies ahead is kept until it falls due.
 */
export const takeIn = async (ledger: Ledger, taker: Taker, announcement: Announcement, now: Date, by: Keeper = 'trigger'): Promise<boolean> => {
	const { person, event } = announcement;
	const ahead = Date.parse(event.effectiveAt) > now.getTime();
	const kind = ahead ? 'event.scheduled' : 'event.received';
	const { appended } = await keep(ledger, { kind, caseId: caseIdOf(event, person), once: `${kind}/${taker.workflow}/${event.key}`, content: contentOf(taker, announcement, ahead, by) });
	return appended && !ahead;
};

export const supersede = async (ledger: Ledger, { workflow }: Taker, { person, event }: Announcement, why: string): Promise<void> => {
	await keep(ledger, { kind: 'event.superseded', caseId: caseIdOf(event, person), once: `superseded/${workflow}/${event.key}`, content: { workflow, key: event.key, why } });
};

/** Somebody to look at whom HR could not be asked about yet. */
export const keepUnread = async (ledger: Ledger, { source, workflow }: Taker, employeeId: string, why: string): Promise<void> => {
	await keep(ledger, { kind: 'event.unread', subject: `${source}/${employeeId}`, content: { workflow, employeeId, why } });
};

export const markRead = async (ledger: Ledger, { source, workflow }: Taker, employeeId: string): Promise<void> => {
	await keep(ledger, { kind: 'event.read', subject: `${source}/${employeeId}`, content: { workflow, employeeId } });
};

export const noteResumed = async (ledger: Ledger, { workflow }: Taker, { person, event }: Announcement): Promise<void> => {
	await keep(ledger, { kind: 'event.resumed', caseId: caseIdOf(event, person), content: { workflow, key: event.key } });
};

export interface Waiting {
	/** Fell due, and nobody has started it. */
	due: Announcement[];
	/** Started, never closed, and silent for too long: n8n was stopped in the middle, or the workflow broke. */
	unfinished: Announcement[];
	/** Employees HR could not be asked about. */
	unread: string[];
	/** Held by the guard and approved since, by as many people as it takes. */
	released: Announcement[];
}

const longestSilenceMs = 60 * 60_000;

/** What waits for somebody to go on with it, read from the ledger alone: no other memory survives a crash. */
export const waiting = async (ledger: Ledger, { source, workflow }: Taker, now: Date, silenceMs: number): Promise<Waiting> => {
	const { scheduled, started, unread } = await pendingIn(ledger);
	const mine = (taken: Taken) => taken.workflow === workflow && taken.announcement.event.source === source;
	const startedHere = [...started.values()].filter(mine);

	const due = [...scheduled.values()]
		.filter(mine)
		.map(announcementOf)
		.filter(({ event }) => Date.parse(event.effectiveAt) <= now.getTime());
	const unreadHere = [...unread.values()]
		.filter((one) => one.workflow === workflow && one.subject.startsWith(`${source}/`))
		.map(({ employeeId }) => employeeId);

	const unfinished: Announcement[] = [];
	for (const taken of startedHere) {
		if ((await isSilent(ledger, taken, now, silenceMs)) && !(await isWorkedOn(ledger, taken.caseId))) unfinished.push(announcementOf(taken));
	}
	return { due, unfinished, unread: unreadHere, released: [] };
};

/** A copy: what becomes an item is somebody else's to change. */
const announcementOf = ({ announcement }: Taken): Announcement => structuredClone(announcement);

/** Each time it falls silent again it is left alone for twice as long, so that a broken workflow does not run every minute. */
const isSilent = async (ledger: Ledger, { caseId, at, resumes }: Taken, now: Date, silenceMs: number): Promise<boolean> => {
	const [newest] = await ledger.records({ caseId, newestFirst: true, limit: 1 });
	const patience = Math.min(silenceMs * 2 ** resumes, Math.max(silenceMs, longestSilenceMs));
	return now.getTime() - Date.parse(newest?.at ?? at) >= patience;
};
