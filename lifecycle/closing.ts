import { canonicalize } from '../ledger/canonical';
import { LedgerError } from '../ledger/errors';
import type { Json, JsonObject, Ledger, LedgerHead, LedgerRecord } from '../ledger/types';
import { planSystem } from './accessPlan/results';
import type { Appointment } from './again';
import { byHandSystem, latest, openSteps, verdictOf, type Verdict } from './case';
import { caseIn, dryRunsIn, isLiveOpening, isOpening, openingKinds } from './caseRecords';
import { systemClock } from './clock';
import { givesBack, type EventKind } from './event';
import { recordResult } from './journal';
import { leftByAnother } from './leftByAnother';
import { keep } from './keep';
import { appointmentsAfter, lookBack } from './lookAgain';
import { resultIn, type StepResult } from './outcome';
import { Problem } from './problem';

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
	/** Steps that had been taken and read back before, and had to be taken once more. */
	cameBack: StepResult[];
	/** When the case comes again by itself, and why. */
	again: Appointment[];
	/** Whether this says anything that the closing before it did not. */
	news: boolean;
	/** Whether somebody was told of an earlier closing that was no dry run. */
	toldBefore: boolean;
	/** Whether nothing is open in any system, whatever the plan still waits for; `now` until somebody was told so. */
	carriedOut: CarriedOut;
	kind: EventKind;
	/** Access was given back, and not taken. */
	gaveBack: boolean;
}

export type CarriedOut = 'no' | 'now' | 'before';

export interface CloseTerms {
	now: Date;
	/** Minutes after the first complete cut at which it is read back once more. */
	lookAgainAfter: readonly number[];
	/** Whether what is not done is tried again later. */
	tryAgain: boolean;
	/** The case is not over before Record Notice says that somebody was told. */
	toBeTold: boolean;
}

const forGood = (): CloseTerms => ({ now: systemClock.now(), lookAgainAfter: [], tryAgain: false, toBeTold: false });

/**
 * The verdict comes from what was recorded, not from what an item carries: an item can be edited on its way.
 * Without a run the case is judged as a whole.
 */
export const closeCase = async (ledger: Ledger, caseId: string, run: string | null, terms: CloseTerms = forGood()): Promise<Closed> => {
	for (let tries = 0; ; tries++) {
		const records = await ledger.records({ caseId });
		// Said once more as part of this run, so that whoever reads the records of this run alone sees it.
		const left = tries === 0 ? await leftByAnother(ledger, records, run, terms.now) : [];
		if (left.length > 0) {
			for (const { node, ...result } of left) await recordResult(ledger, { caseId, run: run!, node: node ?? '' }, 'cut', { ...result, requestedAt: null, effectiveAt: null, verifiedAt: null });
			continue;
		}
		const { content, ...conclusion } = conclude(records, caseId, run, terms);
		try {
			const { record } = await keep(ledger, { kind: 'case.closed', caseId, content: { ...content, caseRecords: records.length + 1 } });
			await ledger.checkpoint();
			return { ...conclusion, closedAt: record.at, records: records.length + 1, head: await ledger.head() };
		} catch (error) {
			// Another worker recorded something of this case in between; the verdict has to count it.
			if (!(error instanceof LedgerError && error.code === 'case_moved_on') || tries > 20) throw error;
		}
	}
};

type Conclusion = Omit<Closed, 'closedAt' | 'records' | 'head'> & { content: JsonObject };

const conclude = (records: readonly LedgerRecord[], caseId: string, run: string | null, terms: CloseTerms): Conclusion => {
	const opening = records.findLast((record) => isOpening(record) && (run === null || caseIn(record.content).run === run));
	const opened = opening && caseIn(opening.content);
	if (!opened) {
		throw new Problem('misconfigured', `There is no open case ${caseId || '(none given)'} in the ledger, so nothing was closed. Put an Evidence Ledger node with Open Case at the start of the workflow.`);
	}
	const workflow = String(opening.content?.['workflow'] ?? '');
	const results = records.flatMap(({ kind, content }) => (kind !== 'step.settled' || content === null || (run !== null && content['run'] !== run) ? [] : [resultIn(content)]));
	const steps = latest(results);
	const gaveBack = results.length === 0 ? givesBack(opened) : results.findLast(({ system }) => system !== 'workflow' && system !== byHandSystem)?.operation === 'restore';
	const wasGivenBack = records.some(({ kind, seq }) => kind === 'event.givenBack' && seq > opening.seq);
	const verdict = verdictOf(opened.dryRun, steps);
	const open = openSteps(steps);
	// Another workflow that works on the case has its own systems, and its own people to tell.
	const own = records.filter(({ content }) => content?.['workflow'] === workflow);
	const before = own.filter(({ kind, content }) => kind === 'case.closed' && content?.['dryRun'] === false);
	// What came back before this workflow had to do with the case was another's to tell.
	const beganAt = (own.find(isOpening)?.seq ?? 0) - 1;
	const toldAt = own.findLast(({ kind }) => kind === 'event.told')?.seq ?? -1;
	const isToldOf = (closing: LedgerRecord | undefined): boolean => closing !== undefined && (!terms.toBeTold || toldAt > closing.seq);
	const { lastGoneAt, cameBack } = opened.dryRun ? { lastGoneAt: null, cameBack: [] } : lookBack(records, steps, before.findLast(isToldOf)?.seq ?? beganAt, dryRunsIn(records));
	const verifiedAt = verdict === 'Complete' ? lastGoneAt : null;
	const withinDeadline = verdict !== 'Complete' ? null : verifiedAt === null || verifiedAt <= opened.dueBy;
	const endedSo = (one: Verdict): number => before.filter(({ content }) => content?.['verdict'] === one).length;
	const keepsNothing = wasGivenBack || (gaveBack && !givesBack(opened));
	const again = keepsNothing ? [] : appointmentsAfter({ kind: opened.kind, verdict, closedAt: terms.now.toISOString(), open, cameBack, before: { complete: endedSo('Complete'), incomplete: endedSo('Incomplete') }, comesAgainAt: appointmentsIn(records) }, terms.lookAgainAfter, terms.tryAgain);
	const openNow = open.map(whatIsOpen);
	const last = before.at(-1);
	const isAsBefore = last?.content?.['verdict'] === verdict && inAnyOrder(last.content['open'] ?? []) === inAnyOrder(openNow);
	const carriedOut = !opened.dryRun && isCarriedOut(steps, open);
	return {
		verdict, steps, open, verifiedAt, withinDeadline, cameBack, again, gaveBack, kind: opened.kind,
		news: opened.dryRun || !isAsBefore || !isToldOf(last) || cameBack.length > 0,
		toldBefore: before.some(isToldOf),
		carriedOut: !carriedOut ? 'no' : before.some((closing) => closing.content?.['carriedOut'] === true && isToldOf(closing)) ? 'before' : 'now',
		content: {
			run: opened.run, workflow, verdict, dryRun: opened.dryRun, verifiedAt, dueBy: opened.dueBy, withinDeadline, open: openNow,
			...(cameBack.length > 0 ? { cameBack: cameBack.map(whatIsOpen) } : {}),
			...(again.length > 0 ? { again: again.map((one) => ({ ...one })) } : {}),
			...(terms.toBeTold ? { toBeTold: true } : {}),
			...(carriedOut ? { carriedOut } : {}),
			// Of a case that was opened to give something back, those it gave back carry a record of their own.
			...(gaveBack && !opened.dryRun && !givesBack(opened) ? { gaveBack: true } : {}),
		},
	};
};

const appointmentsIn = (records: readonly LedgerRecord[]): string[] => records.flatMap(({ kind, content }) => (kind === 'event.again' && content !== null ? [String(content['at'])] : []));

/** Steps that run at once end in any order. */
const inAnyOrder = (open: Json): string => canonicalize((Array.isArray(open) ? open : []).map((one) => canonicalize(one)).sort());

/** A plan changes nothing by itself: where nothing else was done, nothing was carried out. */
const isCarriedOut = (steps: readonly StepResult[], open: readonly StepResult[]): boolean => {
	const inSystems = ({ system }: StepResult): boolean => system !== planSystem;
	return steps.some(inSystems) && !open.some(inSystems);
};

/** Whether the run that the case is in came to its end: one that n8n broke off has more to do than its devices, and must not be closed for them. */
export const wasClosed = async (ledger: Ledger, caseId: string): Promise<boolean> => {
	const records = await ledger.records({ caseId, kinds: [...openingKinds, 'case.closed'] });
	const opened = records.findLast(isLiveOpening);
	return opened !== undefined && records.some(({ kind, content }) => kind === 'case.closed' && content?.['run'] === caseIn(opened.content).run);
};

const whatIsOpen = ({ system, step, outcome, exception }: StepResult): JsonObject => ({ system, step, outcome, ...(exception === undefined ? {} : { exception }) });
