import type { Json, Ledger, LedgerRecord } from '../ledger/types';
import type { Appointment } from './again';
import { personSubject } from './caseRecords';
import type { HrEvent } from './event';
import { gaveBackSince } from './givingBack/knownCase';
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
	/** The run of it that was closed last. */
	closedRun: Json;
}

/** What is unfinished, of all workflows. What is finished is forgotten, so that this stays as small as the work at hand. */
export interface Pending {
	/** Announced for later, by workflow and key of the event. */
	scheduled: Map<string, Taken>;
	/** Started, by workflow and key of the event. */
	started: Map<string, Taken>;
	/** To be taken up again at some instant, by workflow and key of the event; also while it is started. */
	again: Map<string, Again>;
	/** Where those of one case, and those of one person, are found. */
	groups: Map<string, Set<string>>;
	/** Employees HR could not be asked about, by workflow and subject. */
	unread: Map<string, { workflow: string; subject: string; employeeId: string }>;
}

export interface Again {
	taken: Taken;
	appointments: Appointment[];
}

/** Names an event within a workflow; a copy of the workflow has its own. */
export const placeOf = ({ workflow }: { workflow: string }, { key }: Pick<HrEvent, 'key'>): string => `${workflow}/${key}`;

/** All that is recorded of one event in one workflow is found by it, also where HR moved the event to another day, and so to another case. */
export const trailSubject = (place: string): string => `event/${place}`;

/** HR may say again what it took back. That is an edition of its own, and what is there once is there once for each. */
export const onceOf = (what: string, place: string, edition: number): string => `${what}${edition === 0 ? '' : `#${edition}`}/${place}`;

const caseGroup = (caseId: string | undefined): string => `case ${String(caseId)}`;
const personGroup = (workflow: string, { person, event }: Announcement): string => `person ${workflow} ${personSubject(person, event)}`;

const groupsOf = ({ workflow, caseId, announcement }: Taken): string[] => [caseGroup(caseId), personGroup(workflow, announcement)];

/** All that is remembered of one place. */
const at = ({ scheduled, started, again }: Pending, place: string): Taken[] => [scheduled.get(place), started.get(place), again.get(place)?.taken].filter((taken) => taken !== undefined);

/** Whatever changes of a place, it is found by what is still there, and by nothing else. */
const change = (pending: Pending, place: string, make: () => unknown): void => {
	const groups = () => at(pending, place).flatMap(groupsOf);
	const before = groups();
	make();
	const now = new Set(groups());
	for (const group of before.filter((one) => !now.has(one))) {
		const places = pending.groups.get(group);
		places?.delete(place);
		if (places?.size === 0) pending.groups.delete(group);
	}
	for (const group of now) pending.groups.set(group, (pending.groups.get(group) ?? new Set()).add(place));
};

const put = (pending: Pending, where: 'scheduled' | 'started', place: string, taken: Taken): void => change(pending, place, () => pending[where].set(place, taken));
const drop = (pending: Pending, where: 'scheduled' | 'started' | 'again', place: string): void => change(pending, place, () => pending[where].delete(place));

const all = ['scheduled', 'started', 'again'] as const;

/** What waits of one person, in one workflow. */
export const pendingOf = (pending: Pending, { workflow }: { workflow: string }, announcement: Announcement): { scheduled: Taken[]; started: Taken[] } => {
	const places = [...(pending.groups.get(personGroup(workflow, announcement)) ?? [])];
	const from = (where: Map<string, Taken>) => places.flatMap((place) => where.get(place) ?? []);
	return { scheduled: from(pending.scheduled), started: from(pending.started) };
};

type Taking = (pending: Pending, record: LedgerRecord & { content: NonNullable<LedgerRecord['content']> }, workflow: string, ledger: Ledger) => Promise<void> | void;

const takenIn = ({ content, caseId, seq, at }: LedgerRecord, workflow: string): Taken => {
	const { person, event } = content as unknown as Announcement;
	return { workflow, caseId: caseId!, seq, at, announcement: { person, event }, by: content?.['by'] === 'guard' ? 'guard' : 'trigger', resumes: 0, passes: 0, passed: false, closedRun: null };
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
		const closedRun = edition === 0 ? null : await closedRunOf(ledger, taken, record.seq);
		drop(pending, 'scheduled', place);
		// A cut that was under way may close its case after HR took it back; that ends nothing of what HR says anew.
		const isOver = edition === 0 && own.some(({ kind }) => kind === 'case.closed');
		if (superseded !== undefined || isOver) return;
		put(pending, 'started', place, { ...taken, resumes: own.length, passes: passed.length, closedRun });
	},

	'event.superseded': (pending, record, workflow) => {
		for (const where of all) drop(pending, where, placeIn(record, workflow));
	},

	'event.again': async (pending, record, workflow, ledger) => {
		const place = placeIn(record, workflow);
		const taken = pending.again.get(place)?.taken ?? pending.started.get(place) ?? (await lastTakenIn(ledger, place, workflow, record.seq));
		if (taken === undefined) return;
		agree(pending, taken, [record.content as Appointment]);
	},

	'event.resumed': (pending, record, workflow) => {
		const place = placeIn(record, workflow);
		const due = (pending.again.get(place)?.appointments ?? []).filter(({ at }) => Date.parse(at) <= Date.parse(record.at));
		if (due.length > 0 && !pending.started.has(place)) return beginAnew(pending, place, record, due);
		for (const taken of ofCase(pending, record.caseId, workflow)) taken.resumes += 1;
		keepAppointments(pending, place, due);
	},

	'case.closed': async (pending, { caseId, content, seq }, workflow, ledger) => {
		if (content['gaveBack'] === true) return forgetCase(pending, caseId);
		const again = (content['again'] ?? []) as unknown as Appointment[];
		const waiting = ofCase(pending, caseId, workflow);
		// A case that was over, and that somebody has run by hand.
		const meant = again.length === 0 || waiting.length > 0 ? waiting : await lastTakenOf(ledger, caseId!, workflow, seq);
		const run = content['run'] ?? null;
		// Whoever closes a run once more, for its devices, says nothing of what began since, nor whether somebody was told.
		const over = waiting.filter(({ closedRun }) => run === null || run !== closedRun);
		if (again.length > 0) for (const taken of meant) agree(pending, taken, again);
		for (const taken of allOfCase(pending, caseId, workflow)) taken.closedRun = run;
		// What passed before HR took it back may be closed late; what HR says anew has not passed yet, and is not over.
		if (content['toBeTold'] !== true) end(pending, workflow, over.filter(({ passes, passed }) => passed || passes === 0));
	},

	'event.givenBack': (pending, { caseId }) => forgetCase(pending, caseId),

	'event.told': (pending, { caseId }, workflow) => end(pending, workflow, ofCase(pending, caseId, workflow).filter(({ passed }) => passed)),

	'guard.passed': ({ started, again }, record, workflow) => {
		const place = placeIn(record, workflow);
		for (const taken of new Set([started.get(place), again.get(place)?.taken])) {
			if (taken === undefined) continue;
			taken.passes += 1;
			taken.passed = true;
		}
	},

	'guard.ignored': (pending, record, workflow) => {
		drop(pending, 'started', placeIn(record, workflow));
		drop(pending, 'again', placeIn(record, workflow));
	},

	'event.unread': ({ unread }, { subject, content }, workflow) => {
		if (subject !== undefined) unread.set(`${workflow}/${subject}`, { workflow, subject, employeeId: String(content['employeeId']) });
	},

	'event.read': ({ unread }, { subject }, workflow) => void unread.delete(`${workflow}/${String(subject)}`),
};

const end = (pending: Pending, workflow: string, over: readonly Taken[]): void => {
	for (const { announcement } of over) drop(pending, 'started', placeOf({ workflow }, announcement.event));
};

/** Whoever was given back what they had is not cut again by it, whichever workflow gave it back. */
const forgetCase = (pending: Pending, caseId: string | undefined): void => {
	for (const place of placesOf(pending, caseId)) {
		if (pending.started.get(place)?.caseId === caseId) drop(pending, 'started', place);
		if (pending.again.get(place)?.taken.caseId === caseId) drop(pending, 'again', place);
	}
};

const agree = (pending: Pending, taken: Taken, appointments: readonly Appointment[]): void => {
	const place = placeOf(taken, taken.announcement.event);
	const before = pending.again.get(place)?.appointments ?? [];
	change(pending, place, () => pending.again.set(place, { taken, appointments: [...before, ...appointments.map((one) => ({ at: one.at, why: one.why }))] }));
};

const keepAppointments = (pending: Pending, place: string, without: readonly Appointment[]): void => {
	const one = pending.again.get(place);
	if (one === undefined) return;
	one.appointments = one.appointments.filter((appointment) => !without.includes(appointment));
	if (one.appointments.length === 0) drop(pending, 'again', place);
};

/** What was over is started once more, so that it is not lost where n8n is stopped on the way. */
const beginAnew = (pending: Pending, place: string, record: LedgerRecord, due: readonly Appointment[]): void => {
	const one = pending.again.get(place)!;
	one.taken = { ...one.taken, at: record.at, seq: record.seq, resumes: 0 };
	put(pending, 'started', place, one.taken);
	keepAppointments(pending, place, due);
};

/** Undefined where nobody has it in their care any more: HR took it back, somebody rejected it, or what it took was given back. */
const lastTakenIn = async (ledger: Ledger, place: string, workflow: string, beforeSeq: number): Promise<Taken | undefined> => {
	const subject = trailSubject(place);
	const history = await ledger.records({ subject, kinds: ['event.received', 'guard.passed', 'guard.ignored'], beforeSeq });
	const received = history.findLast(({ kind }) => kind === 'event.received');
	if (received === undefined || received.content === null) return undefined;
	const takenBack = await firstWith(ledger, onceOf('superseded', place, editionIn(received)));
	if (takenBack !== undefined && takenBack.seq < beforeSeq) return undefined;
	if (history.some(({ kind, seq }) => kind === 'guard.ignored' && seq > received.seq)) return undefined;
	if ((await gaveBackSince(ledger, received.caseId!, { afterSeq: received.seq, beforeSeq })) !== undefined) return undefined;
	const passes = history.filter(({ kind }) => kind === 'guard.passed').map(({ seq }) => seq);
	const taken = takenIn(received, workflow);
	return { ...taken, passes: passes.length, passed: passes.some((seq) => seq > received.seq), closedRun: await closedRunOf(ledger, taken, beforeSeq) };
};

const closedRunOf = async (ledger: Ledger, { caseId, workflow }: Taken, beforeSeq: number): Promise<Json> => {
	const closings = await ledger.records({ caseId, kinds: ['case.closed'], beforeSeq });
	return closings.findLast(({ content }) => content?.['workflow'] === workflow)?.content?.['run'] ?? null;
};

const lastTakenOf = async (ledger: Ledger, caseId: string, workflow: string, beforeSeq: number): Promise<Taken[]> => {
	const received = await ledger.records({ caseId, kinds: ['event.received'], beforeSeq });
	const own = received.findLast(({ content }) => content?.['workflow'] === workflow);
	const taken = own && (await lastTakenIn(ledger, placeOf({ workflow }, takenIn(own, workflow).announcement.event), workflow, beforeSeq));
	return taken === undefined ? [] : [taken];
};

/** A copy of the list, since what is done to each may shorten it. */
const placesOf = (pending: Pending, caseId: string | undefined): string[] => [...(pending.groups.get(caseGroup(caseId)) ?? [])];

const allOfCase = (pending: Pending, caseId: string | undefined, workflow: string): Taken[] => [...new Set(placesOf(pending, caseId).flatMap((place) => at(pending, place)))].filter((taken) => taken.caseId === caseId && taken.workflow === workflow);

/** Of those, what is not over. */
const ofCase = (pending: Pending, caseId: string | undefined, workflow: string): Taken[] =>
	placesOf(pending, caseId)
		.flatMap((place) => [pending.scheduled.get(place) ?? [], pending.started.get(place) ?? []].flat())
		.filter((taken) => taken.caseId === caseId && taken.workflow === workflow);

const pendingView: View<Pending> = {
	kinds: Object.keys(takings),
	empty: () => ({ scheduled: new Map(), started: new Map(), again: new Map(), groups: new Map(), unread: new Map() }),
	take: (pending, record, ledger) => {
		const { content } = record;
		// Nobody waits for what was erased.
		return content === null ? undefined : takings[record.kind]!(pending, { ...record, content }, String(content['workflow']), ledger);
	},
};

export const pendingIn = following(pendingView);
