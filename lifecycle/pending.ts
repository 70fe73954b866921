import type { Ledger, LedgerRecord } from '../ledger/types';
import type { Announcement } from './inbox';
import { following, type View } from './view';

/** An announcement that a workflow has taken in and not finished. */
export interface Taken {
	workflow: string;
	caseId: string;
	at: string;
	announcement: Announcement;
	/** How often it was taken up again. */
	resumes: number;
}

/** What is unfinished, of all workflows. What is finished is forgotten, so that this stays as small as the work at hand. */
export interface Pending {
	/** Announced for later, by workflow and key of the event. */
	scheduled: Map<string, Taken>;
	/** Started, by workflow and key of the event. */
	started: Map<string, Taken>;
	/** Employees HR could not be asked about, by workflow and subject. */
	unread: Map<string, { workflow: string; subject: string; employeeId: string }>;
}

type Taking = (pending: Pending, record: LedgerRecord & { content: NonNullable<LedgerRecord['content']> }, workflow: string, ledger: Ledger) => Promise<void> | void;

const takenIn = (record: LedgerRecord, workflow: string): Taken => {
	const { person, event } = record.content as unknown as Announcement;
	return { workflow, caseId: record.caseId!, at: record.at, announcement: { person, event }, resumes: 0 };
};

const recorded = async (ledger: Ledger, once: string): Promise<boolean> => (await ledger.records({ once, limit: 1 })).length > 0;

const ofCase = ({ started }: Pending, caseId: string | undefined, workflow: string): [string, Taken][] =>
	[...started].filter(([, taken]) => taken.caseId === caseId && taken.workflow === workflow);

/**
 * What ends an announcement nearly always comes after it, but HR may say again what it took back, and a case may have
 * been run by hand before. What came before is looked up, since nobody remembers it.
 */
const takings: { [kind: string]: Taking } = {
	'event.scheduled': async ({ scheduled }, record, workflow, ledger) => {
		const taken = takenIn(record, workflow);
		const at = `${workflow}/${taken.announcement.event.key}`;
		const settled = (await recorded(ledger, `superseded/${at}`)) || (await recorded(ledger, `event.received/${at}`));
		if (!settled) scheduled.set(at, taken);
	},

	'event.received': async ({ scheduled, started }, record, workflow, ledger) => {
		const taken = takenIn(record, workflow);
		const at = `${workflow}/${taken.announcement.event.key}`;
		const superseded = await recorded(ledger, `superseded/${at}`);
		const before = await ledger.records({ caseId: taken.caseId, kinds: ['event.resumed', 'case.closed'], beforeSeq: record.seq });
		const own = before.filter(({ content }) => content?.['workflow'] === workflow);
		scheduled.delete(at);
		if (superseded || own.some(({ kind }) => kind === 'case.closed')) return;
		started.set(at, { ...taken, resumes: own.length });
	},

	'event.superseded': ({ scheduled, started }, { content }, workflow) => {
		const at = `${workflow}/${String(content['key'])}`;
		scheduled.delete(at);
		started.delete(at);
	},

	'event.resumed': (pending, { caseId }, workflow) => {
		for (const [, taken] of ofCase(pending, caseId, workflow)) taken.resumes += 1;
	},

	'case.closed': (pending, { caseId }, workflow) => {
		for (const [at] of ofCase(pending, caseId, workflow)) pending.started.delete(at);
	},

	'event.unread': ({ unread }, { subject, content }, workflow) => {
		if (subject !== undefined) unread.set(`${workflow}/${subject}`, { workflow, subject, employeeId: String(content['employeeId']) });
	},

	'event.read': ({ unread }, { subject }, workflow) => void unread.delete(`${workflow}/${String(subject)}`),
};

const pendingView: View<Pending> = {
	kinds: Object.keys(takings),
	empty: () => ({ scheduled: new Map(), started: new Map(), unread: new Map() }),
	take: (pending, record, ledger) => {
		const { content } = record;
		// Nobody waits for what was erased.
		return content === null ? undefined : takings[record.kind]!(pending, { ...record, content }, String(content['workflow']), ledger);
	},
};

export const pendingIn = following(pendingView);
