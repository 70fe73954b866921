import type { JsonObject, Ledger, LedgerRecord } from '../ledger/types';
import { isWorkedOn } from './account';
import { caseIdOf } from './case';
import type { HrEvent } from './event';
import type { Person } from './person';
import { keep } from './keep';

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

const contentOf = ({ workflow }: Taker, { person, event }: Announcement): JsonObject => ({
	workflow,
	person: person as unknown as JsonObject,
	event: event as unknown as JsonObject,
});

const announcementIn = ({ content }: LedgerRecord): Announcement => {
	const { person, event } = content as unknown as Announcement;
	return { person, event };
};

/**
 * Takes an announcement in. True only for the first of all who ever bring it to this workflow, in whatever process:
 * that one, and nobody else, starts the case. What lies ahead is kept until it falls due.
 */
export const takeIn = async (ledger: Ledger, taker: Taker, announcement: Announcement, now: Date): Promise<boolean> => {
	const { person, event } = announcement;
	const ahead = Date.parse(event.effectiveAt) > now.getTime();
	const kind = ahead ? 'event.scheduled' : 'event.received';
	const { appended } = await keep(ledger, { kind, caseId: caseIdOf(event, person), once: `${kind}/${taker.workflow}/${event.key}`, content: contentOf(taker, announcement) });
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
}

const kinds = ['event.scheduled', 'event.received', 'event.superseded', 'event.resumed', 'event.unread', 'event.read', 'case.closed'] as const;
const longestSilenceMs = 60 * 60_000;

/** What waits for somebody to go on with it, read from the ledger alone: no other memory survives a crash. */
export const waiting = async (ledger: Ledger, { source, workflow }: Taker, now: Date, silenceMs: number): Promise<Waiting> => {
	const records = await ledger.records({ kinds });
	const of = (kind: (typeof kinds)[number]) => records.filter((record) => record.kind === kind && record.content?.['workflow'] === workflow);
	const mine = (record: LedgerRecord) => announcementIn(record).event.source === source;
	const superseded = new Set(of('event.superseded').map(({ content }) => String(content!['key'])));
	const settled = new Set([...superseded, ...of('event.received').map((record) => announcementIn(record).event.key)]);

	const due = of('event.scheduled')
		.filter(mine)
		.map(announcementIn)
		.filter(({ event }) => !settled.has(event.key) && Date.parse(event.effectiveAt) <= now.getTime());

	const closed = new Set(of('case.closed').map(({ caseId }) => caseId));
	const unfinished: Announcement[] = [];
	for (const record of of('event.received').filter(mine)) {
		if (closed.has(record.caseId) || superseded.has(announcementIn(record).event.key)) continue;
		const resumes = of('event.resumed').filter(({ caseId }) => caseId === record.caseId).length;
		const [newest] = await ledger.records({ caseId: record.caseId!, newestFirst: true, limit: 1 });
		// Each time it falls silent again it is left alone for twice as long, so that a broken workflow does not run every minute.
		const patience = Math.min(silenceMs * 2 ** resumes, Math.max(silenceMs, longestSilenceMs));
		const silent = now.getTime() - Date.parse(newest?.at ?? record.at) >= patience;
		if (silent && !(await isWorkedOn(ledger, record.caseId!))) unfinished.push(announcementIn(record));
	}

	const lastSeen = new Map<string, LedgerRecord>();
	for (const record of [...of('event.unread'), ...of('event.read')].sort((a, b) => a.seq - b.seq)) {
		if (record.subject?.startsWith(`${source}/`)) lastSeen.set(record.subject, record);
	}
	const unread = [...lastSeen.values()].filter(({ kind }) => kind === 'event.unread').map(({ content }) => String(content!['employeeId']));
	return { due, unfinished, unread };
};
