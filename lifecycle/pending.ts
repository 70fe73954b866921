import type { Ledger, LedgerRecord } from '../ledger/types';
import { personSubject } from './caseRecords';
import type { HrEvent } from './event';
import type { Announcement, Keeper } from './inbox';
import { following, type View } from './view';

/** An announcement that a workflow has taken in and not finished. */
export interface Taken {
	workflow: string;
	caseId: string;
	seq: number;
	at: string;
	announcement: Announcement;
	by: Keeper;
	/** How often it was taken up again. */
	resumes: number;
	/** How often the guard let it pass. */
	passes: number;
	/** Whether it did since HR last said so. */
	passed: boolean;
}

/** What is unfinished, of all workflows. What is finished is forgotten, so that this stays as small as the work at hand. */
export interface Pending {
	/** Announced for later, by workflow and key of the event. */
	scheduled: Map<string, Taken>;
	/** Started, by workflow and key of the event. */
	started: Map<string, Taken>;
	/** Where those of one case, and those of one person, are found. */
	groups: Map<string, Set<string>>;
	/** Employees HR could not be asked about, by workflow and subject. */
	unread: Map<string, { workflow: string; subject: string; employeeId: string }>;
}

/** Names an event within a workflow; a copy of the workflow has its own. */
export const placeOf = ({ workflow }: { workflow: string }, { key }: Pick<HrEvent, 'key'>): string => `${workflow}/${key}`;

/** All that is recorded of one event in one workflow is found by it, also where HR moved the event to another day, and so to another case. */
export const trailSubject = (place: string): string => `event/${place}`;

/** HR may say again what it took back. That is an edition of its own, and what is there once is there once for each. */
export const onceOf = (what: string, place: string, edition: number): string => `${what}${edition === 0 ? '' : `#${edition}`}/${place}`;

const caseGroup = (workflow: string, caseId: string | undefined): string => `case ${workflow} ${String(caseId)}`;
const personGroup = (workflow: string, { person, event }: Announcement): string => `person ${workflow} ${personSubject(person, event)}`;

const groupsOf = ({ workflow, caseId, announcement }: Taken): string[] => [caseGroup(workflow, caseId), personGroup(workflow, announcement)];

const put = (pending: Pending, where: 'scheduled' | 'started', place: string, taken: Taken): void => {
	drop(pending, where, place);
	pending[where].set(place, taken);
	for (const group of groupsOf(taken)) pending.groups.set(group, (pending.groups.get(group) ?? new Set()).add(place));
};

const drop = (pending: Pending, where: 'scheduled' | 'started', place: string): void => {
	const taken = pending[where].get(place);
	if (taken === undefined) return;
	pending[where].delete(place);
	const other = pending[where === 'scheduled' ? 'started' : 'scheduled'].get(place);
	const stillIn = other === undefined ? [] : groupsOf(other);
	for (const group of groupsOf(taken).filter((one) => !stillIn.includes(one))) {
		const places = pending.groups.get(group);
		places?.delete(place);
		if (places?.size === 0) pending.groups.delete(group);
	}
};

/** What waits of one person, in one workflow. */
export const pendingOf = (pending: Pending, { workflow }: { workflow: string }, announcement: Announcement): { scheduled: Taken[]; started: Taken[] } => {
	const places = [...(pending.groups.get(personGroup(workflow, announcement)) ?? [])];
	const from = (where: Map<string, Taken>) => places.flatMap((place) => where.get(place) ?? []);
	return { scheduled: from(pending.scheduled), started: from(pending.started) };
};

type Taking = (pending: Pending, record: LedgerRecord & { content: NonNullable<LedgerRecord['content']> }, workflow: string, ledger: Ledger) => Promise<void> | void;

const takenIn = ({ content, caseId, seq, at }: LedgerRecord, workflow: string): Taken => {
	const { person, event } = content as unknown as Announcement;
	return { workflow, caseId: caseId!, seq, at, announcement: { person, event }, by: content?.['by'] === 'guard' ? 'guard' : 'trigger', resumes: 0, passes: 0, passed: false };
};

const editionIn = ({ content }: LedgerRecord): number => Number(content?.['edition'] ?? 0);
const placeIn = ({ content }: LedgerRecord, workflow: string): string => `${workflow}/${String(content?.['key'])}`;

const firstWith = async (ledger: Ledger, once: string): Promise<LedgerRecord | undefined> => (await ledger.records({ once, limit: 1 }))[0];

/**
 * What ends an announcement nearly always comes after it, but two workers may have overtaken each other, and a case may
 * have been run by hand before. What came before is looked up, since nobody remembers it.
 */
const takings: { [kind: string]: Taking } = {
	'event.scheduled': async (pending, record, workflow, ledger) => {
		const taken = takenIn(record, workflow);
		const place = placeOf({ workflow }, taken.announcement.event);
		const edition = editionIn(record);
		const settled = (await firstWith(ledger, onceOf('superseded', place, edition))) ?? (await firstWith(ledger, onceOf('event.received', place, edition)));
		if (settled === undefined) put(pending, 'scheduled', place, taken);
	},

	'event.received': async (pending, record, workflow, ledger) => {
		const taken = takenIn(record, workflow);
		const place = placeOf({ workflow }, taken.announcement.event);
		const edition = editionIn(record);
		const superseded = await firstWith(ledger, onceOf('superseded', place, edition));
		const begun = edition === 0 ? undefined : await firstWith(ledger, onceOf('superseded', place, edition - 1));
		const passed = await ledger.records({ subject: trailSubject(place), kinds: ['guard.passed'], beforeSeq: record.seq });
		const before = await ledger.records({ caseId: taken.caseId, kinds: ['event.resumed', 'case.closed'], afterSeq: begun?.seq ?? -1, beforeSeq: record.seq });
		const own = before.filter(({ content }) => content?.['workflow'] === workflow);
		drop(pending, 'scheduled', place);
		// A cut that was under way may close its case after HR took it back; that ends nothing of what HR says anew.
		const isOver = edition === 0 && own.some(({ kind }) => kind === 'case.closed');
		if (superseded !== undefined || isOver) return;
		put(pending, 'started', place, { ...taken, resumes: own.length, passes: passed.length });
	},

	'event.superseded': (pending, record, workflow) => {
		drop(pending, 'scheduled', placeIn(record, workflow));
		drop(pending, 'started', placeIn(record, workflow));
	},

	'event.resumed': (pending, { caseId }, workflow) => {
		for (const taken of ofCase(pending, caseId, workflow)) taken.resumes += 1;
	},

	'case.closed': (pending, { caseId }, workflow) => {
		// What passed before HR took it back may be closed late; what HR says anew has not passed yet, and is not over.
		const over = ofCase(pending, caseId, workflow).filter(({ passes, passed }) => passed || passes === 0);
		for (const { announcement } of over) drop(pending, 'started', placeOf({ workflow }, announcement.event));
	},

	'guard.passed': ({ started }, record, workflow) => {
		const taken = started.get(placeIn(record, workflow));
		if (taken === undefined) return;
		taken.passes += 1;
		taken.passed = true;
	},

	'guard.ignored': (pending, record, workflow) => drop(pending, 'started', placeIn(record, workflow)),

	'event.unread': ({ unread }, { subject, content }, workflow) => {
		if (subject !== undefined) unread.set(`${workflow}/${subject}`, { workflow, subject, employeeId: String(content['employeeId']) });
	},

	'event.read': ({ unread }, { subject }, workflow) => void unread.delete(`${workflow}/${String(subject)}`),
};

/** A copy of the list, since what is done to each may shorten it. */
const ofCase = (pending: Pending, caseId: string | undefined, workflow: string): Taken[] =>
	[...(pending.groups.get(caseGroup(workflow, caseId)) ?? [])].flatMap((place) => [pending.scheduled.get(place) ?? [], pending.started.get(place) ?? []].flat()).filter((taken) => taken.caseId === caseId);

const pendingView: View<Pending> = {
	kinds: Object.keys(takings),
	empty: () => ({ scheduled: new Map(), started: new Map(), groups: new Map(), unread: new Map() }),
	take: (pending, record, ledger) => {
		const { content } = record;
		// Nobody waits for what was erased.
		return content === null ? undefined : takings[record.kind]!(pending, { ...record, content }, String(content['workflow']), ledger);
	},
};

export const pendingIn = following(pendingView);
