import { LedgerError } from '../ledger/errors';
import type { JsonObject, Ledger, LedgerHead } from '../ledger/types';
import { caseIdOf, dueBy, latest, openSteps, verdictOf, type Case, type Verdict } from './case';
import { keptOfEvent, type HrEvent } from './event';
import { resultIn, type StepResult } from './outcome';
import { keptOfPerson, type Person } from './person';
import { Problem } from './problem';
import { keep } from './keep';

export interface OpenTerms {
	dryRun: boolean;
	deadlineMinutes: number;
	run: string;
	workflow: string;
}

/** Opens the case of an event, or goes on with it: the same event is always the same case. */
export const openCase = async (ledger: Ledger, person: Person, event: HrEvent, terms: OpenTerms): Promise<Case> => {
	const opened: Case = {
		id: caseIdOf(event, person),
		kind: event.kind,
		effectiveAt: event.effectiveAt,
		dueBy: dueBy(event, terms.deadlineMinutes),
		dryRun: terms.dryRun,
		run: terms.run,
	};
	const { workflow } = terms;
	const content = { case: { ...opened }, workflow, person: keptOfPerson(person), event: keptOfEvent(event) };
	const { appended } = await keep(ledger, { kind: 'case.opened', caseId: opened.id, subject: personSubject(person, event), once: `case/${opened.id}`, content });
	if (!appended) await keep(ledger, { kind: 'case.resumed', caseId: opened.id, content: { case: { ...opened }, workflow } });
	return opened;
};

export interface Closed {
	verdict: Verdict;
	closedAt: string;
	steps: StepResult[];
	/** What still needs somebody. */
	open: StepResult[];
	/** When the last change was read back, if everything was. */
	verifiedAt: string | null;
	withinDeadline: boolean | null;
	records: number;
	head: LedgerHead;
}

/**
 * The verdict comes from what was recorded, not from what an item carries: an item can be edited on its way.
 * Without a run the case is judged as a whole.
 */
export const closeCase = async (ledger: Ledger, caseId: string, run: string | null): Promise<Closed> => {
	for (let tries = 0; ; tries++) {
		const records = await ledger.records({ caseId });
		const openings = records.filter(({ kind }) => kind === 'case.opened' || kind === 'case.resumed');
		const opening = openings.filter(({ content }) => run === null || caseIn(content).run === run).at(-1);
		const opened = opening && caseIn(opening.content);
		if (!opened) {
			throw new Problem('misconfigured', `There is no open case ${caseId || '(none given)'} in the ledger, so nothing was closed. Put an Evidence Ledger node with Open Case at the start of the workflow.`);
		}
		const settled = records.filter(({ kind, content }) => kind === 'step.settled' && (run === null || content?.['run'] === run));
		const steps = latest(settled.flatMap(({ content }) => (content === null ? [] : [resultIn(content)])));
		const conclusion = conclude(opened, steps);
		const content: JsonObject = { run: opened.run, workflow: String(opening.content?.['workflow'] ?? ''), verdict: conclusion.verdict, dryRun: opened.dryRun, verifiedAt: conclusion.verifiedAt, dueBy: opened.dueBy, withinDeadline: conclusion.withinDeadline, open: conclusion.open.map(whatIsOpen), caseRecords: records.length + 1 };
		try {
			const { record } = await keep(ledger, { kind: 'case.closed', caseId, content });
			await ledger.checkpoint();
			return { ...conclusion, steps, closedAt: record.at, records: records.length + 1, head: await ledger.head() };
		} catch (error) {
			// Another worker recorded something of this case in between; the verdict has to count it.
			if (!(error instanceof LedgerError && error.code === 'case_moved_on') || tries > 20) throw error;
		}
	}
};

/** Whether the run that the case is in came to its end: one that n8n broke off has more to do than its devices, and must not be closed for them. */
export const wasClosed = async (ledger: Ledger, caseId: string): Promise<boolean> => {
	const records = await ledger.records({ caseId, kinds: ['case.opened', 'case.resumed', 'case.closed'] });
	const opened = records.filter(({ kind, content }) => kind !== 'case.closed' && caseIn(content).dryRun === false).at(-1);
	return opened !== undefined && records.some(({ kind, content }) => kind === 'case.closed' && content?.['run'] === caseIn(opened.content).run);
};

/** All cases of a person are found by it; numbers of people repeat from one HR system to the next. */
export const personSubject = ({ id }: Pick<Person, 'id'>, { source }: Pick<HrEvent, 'source'>): string => `${source}/${id}`;

const whatIsOpen = ({ system, step, outcome, exception }: StepResult): JsonObject => ({ system, step, outcome, ...(exception === undefined ? {} : { exception }) });

const caseIn = (content: JsonObject | null): Case => (content?.['case'] ?? {}) as unknown as Case;

const conclude = (opened: Case, steps: StepResult[]) => {
	const verdict = verdictOf(opened.dryRun, steps);
	const instants = steps.flatMap(({ verifiedAt, effectiveAt, requestedAt, deferred }) => (requestedAt && !deferred ? (verifiedAt ?? effectiveAt ?? []) : []));
	const verifiedAt = verdict === 'Complete' ? (instants.sort().at(-1) ?? null) : null;
	return {
		verdict,
		open: openSteps(steps),
		verifiedAt,
		withinDeadline: verdict !== 'Complete' ? null : verifiedAt === null || verifiedAt <= opened.dueBy,
	};
};
