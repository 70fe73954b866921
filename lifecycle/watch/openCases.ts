import type { JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { workedOnNow } from '../account';
import { latest, openSteps, type Case } from '../case';
import { caseIn } from '../caseRecords';
import { endsAccess, mayBeCut, type EventKind } from '../event';
import type { Announcement, Keeper } from '../inbox';
import { resultIn, type Outcome, type StepResult } from '../outcome';
import { pendingIn, placeOf, type Pending } from '../pending';
import { following, type View } from '../view';

/**
 * - `notClosed`: opened, and never judged
 * - `closedIncomplete`: judged, and something still needs somebody; also while it is tried once more
 * - `takenUpAgain`: was Complete, and is being looked at again
 */
export type Standing = 'notClosed' | 'closedIncomplete' | 'takenUpAgain';

/** A type, not an interface: it becomes an item. */
export type OpenStep = { system: string; step: string; outcome: Outcome; exception?: string };

interface Held extends Announcement {
	caseId: string;
	/** The person, as all their cases have it. */
	subject: string;
	/** As it was opened last. */
	opened: Case;
	workflow: string;
	standing: Standing;
	/** When it was opened, judged Incomplete for the first time, or taken up again. */
	since: string;
	/** What the last closing left open. */
	left: OpenStep[];
	/** How often it was taken up again without coming to its end. */
	takenUp: number;
}

/** A case that is not over, and how much time it has. */
export interface Unsettled extends Held {
	/** Until it is due; negative once that was missed, null where that was met and it is only looked at again. */
	minutesLeft: number | null;
}

export interface OpenCase extends Omit<Unsettled, 'left'> {
	/** Who takes it up again by itself; null where nobody does. */
	keptBy: Keeper | null;
	/** When it comes again in any case. */
	comesAgainAt: string | null;
	/** Whether a worker is at it now. */
	isWorkedOn: boolean;
	/** What is not done, as far as anything was recorded. */
	open: OpenStep[];
}

type Taking = (cases: Map<string, Held>, record: LedgerRecord & { caseId: string; content: JsonObject }, ledger: Ledger) => Promise<void> | void;

/** A dry run that was tried before or after says nothing of how the case stands. */
const isReal = ({ content }: LedgerRecord): boolean => content !== null && content['dryRun'] !== true;

const begin: Taking = async (cases, record, ledger) => {
	const { caseId, kind, at, seq, content } = record;
	const opened = caseIn(content);
	if (opened.dryRun !== false) return;
	const workflow = String(content['workflow']);
	const known = cases.get(caseId);
	if (known !== undefined) return void cases.set(caseId, { ...known, opened, workflow });
	const before = kind === 'case.opened' ? [record] : await ledger.records({ caseId, kinds: ['case.opened', 'case.closed'], beforeSeq: seq });
	const first = before.find((one) => one.kind === 'case.opened');
	if (!first?.content) return;
	const { person, event } = first.content as unknown as Announcement;
	const wasComplete = before.some((one) => one.kind === 'case.closed' && isReal(one));
	const subject = first.subject ?? caseId;
	if (!wasComplete) for (const other of [...cases.values()]) if (other.subject === subject && relieves(event.kind, other.event.kind)) cases.delete(other.caseId);
	cases.set(caseId, { caseId, subject, opened, workflow, person, event, standing: wasComplete ? 'takenUpAgain' : 'notClosed', since: at, left: [], takenUp: 0 });
};

const takings: { [kind: string]: Taking } = {
	'case.opened': begin,
	'case.resumed': begin,

	'case.closed': (cases, record) => {
		const { caseId, at, content } = record;
		const known = cases.get(caseId);
		// A slower run of the same case ends that run, and not the one that began after it.
		if (known === undefined || !isReal(record) || content['run'] !== known.opened.run) return;
		if (content['verdict'] === 'Complete') return void cases.delete(caseId);
		const since = known.standing === 'closedIncomplete' ? known.since : at;
		cases.set(caseId, { ...known, standing: 'closedIncomplete', since, left: (content['open'] ?? []) as OpenStep[], takenUp: 0 });
	},

	'event.resumed': (cases, { caseId }) => {
		const known = cases.get(caseId);
		if (known !== undefined) cases.set(caseId, { ...known, takenUp: known.takenUp + 1 });
	},

	'event.superseded': (cases, { caseId }) => void cases.delete(caseId),
};

const givesBack: ReadonlySet<EventKind> = new Set(['hire', 'start', 'return', 'rehire', 'rescind']);

/** Whoever came back is not cut any more, whoever leaves is given nothing, and the first day does what was not prepared: what was open of the other is over. A change of name settles nothing. */
const relieves = (newer: EventKind, older: EventKind): boolean => (mayBeCut(older) ? givesBack.has(newer) : endsAccess({ kind: newer }) || (older === 'hire' && newer === 'start'));

const view: View<Map<string, Held>> = {
	kinds: Object.keys(takings),
	empty: () => new Map(),
	take: (cases, record, ledger) => {
		const { caseId, content } = record;
		// Nobody waits for what was erased.
		return caseId === undefined || content === null ? undefined : takings[record.kind]!(cases, { ...record, caseId, content }, ledger);
	},
};

/** What is over is forgotten, so that this stays as small as the work at hand. */
const heldIn = following(view);

const minuteMs = 60_000;

const withTime = (held: Held, now: Date): Unsettled => ({ ...held, minutesLeft: held.standing === 'takenUpAgain' ? null : Math.floor((Date.parse(held.opened.dueBy) - now.getTime()) / minuteMs) });

/** All cases that are not over and of which this is asked, those that are due first. A dry run is nothing that anybody waits for. */
export const openCases = async (ledger: Ledger, now: Date, isWanted: (one: Unsettled) => boolean = () => true): Promise<OpenCase[]> => {
	const [held, pending, working] = [await heldIn(ledger), await pendingIn(ledger), await workedOnNow(ledger)];
	const wanted = [...held.values()].map((one) => withTime(one, now)).filter(isWanted);
	const cases = await Promise.all(wanted.map((one) => asked(ledger, one, pending, working)));
	return cases.sort((a, b) => (a.opened.dueBy < b.opened.dueBy ? -1 : 1));
};

const asked = async (ledger: Ledger, { left, ...one }: Unsettled, { started, again }: Pending, working: ReadonlySet<string>): Promise<OpenCase> => {
	const place = placeOf(one, one.event);
	const appointments = again.get(place);
	return {
		...structuredClone(one),
		keptBy: (started.get(place) ?? appointments?.taken)?.by ?? null,
		comesAgainAt: appointments?.appointments.map(({ at }) => at).sort()[0] ?? null,
		isWorkedOn: working.has(one.caseId),
		open: one.standing === 'closedIncomplete' ? structuredClone(left) : await notDoneIn(ledger, one),
	};
};

const notDoneIn = async (ledger: Ledger, { caseId, opened }: Pick<Held, 'caseId' | 'opened'>): Promise<OpenStep[]> => {
	const settled = await ledger.records({ caseId, kinds: ['step.settled'] });
	const ofRun = settled.flatMap(({ content }): StepResult[] => (content === null || content['run'] !== opened.run ? [] : [resultIn(content)]));
	return openSteps(latest(ofRun)).map(({ system, step, outcome, exception }) => ({ system, step, outcome, ...(exception === undefined ? {} : { exception }) }));
};

