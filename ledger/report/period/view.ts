import type { CheckedCase, PeriodEvidence } from '../../verify/period';
import { minutes as minutesBetween } from '../csv';
import { caseView, type CaseView, type Residual } from '../view';
import { compareTexts, overallShare, sharesOf, type Share } from './share';
import { spreadOf, type Spread } from './spread';
import type { Terms } from './targets';
import { timedSteps, type TimedStep } from './timed';

/** One case of the period. */
export interface PeriodCase {
	caseId: string;
	view: CaseView;
	effectiveAt: string | null;
	/** When HR told us. */
	hrEnteredAt: string | null;
	openedAt: string | null;
	closedAt: string | null;
	dueBy: string | null;
	/** Whether everything was read back by the case's own deadline; null where that is not over, or cannot be said. */
	onTime: boolean | null;
	/** HR's part: from when it took effect to when HR said so; 0 where HR said it before. */
	hrMinutes: number | null;
	/** Ours: from when it took effect and we knew, to the last change that was read back. */
	itMinutes: number | null;
	steps: TimedStep[];
	records: CheckedCase['records'];
}

/** A case whose content was erased: what is left is that it was there, and when. */
export interface ErasedCase {
	caseId: string;
	records: number;
	firstAt: string;
	lastAt: string;
}

/** A step with the case it is of. */
export interface CaseStep {
	of: PeriodCase;
	step: TimedStep;
}

export interface PeriodView {
	from: string;
	to: string;
	terms: Terms;
	/** What took effect in the period: the population. */
	cases: PeriodCase[];
	/** What took effect earlier and was opened only now, too late to be in an earlier period's file. Not counted. */
	belated: PeriodCase[];
	/** HR took back what it had said before they were finished. Not counted. */
	takenBack: PeriodCase[];
	/** Nobody left: somebody who exists for drills was cut. Not counted. */
	drills: PeriodCase[];
	/** Nothing was changed in them. Not counted. */
	dryRuns: PeriodCase[];
	/** Not counted: nobody can say any more when they took effect, or how they went. */
	erased: ErasedCase[];
	overall: Share;
	shares: Share[];
	onTime: { yes: number; no: number; unknown: number };
	verdicts: { verdict: string; count: number }[];
	hrMinutes: Spread;
	itMinutes: Spread;
	/** Steps that were not in time, or were so only because the clock did not start before HR said it. */
	late: CaseStep[];
	hrLate: CaseStep[];
	residual: { of: PeriodCase; residual: Residual }[];
}

export const periodView = ({ found, cases }: Pick<PeriodEvidence, 'found' | 'cases'>, terms: Terms): PeriodView => {
	const erased: ErasedCase[] = [];
	const known: PeriodCase[] = [];
	for (const one of cases) {
		const view = caseView(one.records);
		if (view.event === null) erased.push(erasedCase(one));
		else known.push(periodCase(one, view, terms, found.exportedAt));
	}
	const [drills, meant] = [known.filter(isDrill), known.filter((one) => !isDrill(one))];
	const real = meant.filter((one) => !isDryRun(one.view) && !isTakenBack(one));
	const [inPeriod, belated] = [real.filter((one) => tookEffectIn(one, found)), real.filter((one) => !tookEffectIn(one, found))];
	const steps = inPeriod.flatMap((of) => of.steps.map((step) => ({ of, step })));
	const timed = steps.map(({ step }) => step);
	const count = (onTime: boolean | null): number => inPeriod.filter((one) => one.onTime === onTime).length;
	return {
		from: found.from,
		to: found.to,
		terms,
		cases: inPeriod.sort(byEffect),
		belated: belated.sort(byEffect),
		takenBack: meant.filter(isTakenBack).sort(byEffect),
		drills: drills.sort(byEffect),
		dryRuns: meant.filter((one) => isDryRun(one.view) && !isTakenBack(one)).sort(byEffect),
		erased,
		overall: overallShare(timed),
		shares: sharesOf(timed),
		onTime: { yes: count(true), no: count(false), unknown: count(null) },
		verdicts: countedBy(inPeriod.map(({ view }) => view.verdict)),
		hrMinutes: spreadOf(inPeriod.flatMap(({ hrMinutes }) => hrMinutes ?? [])),
		itMinutes: spreadOf(inPeriod.flatMap(({ itMinutes }) => itMinutes ?? [])),
		late: steps.filter(({ step }) => step.standing !== 'in time').sort(byCaseOfEffect),
		hrLate: steps.filter(({ step }) => step.hrLate).sort(byCaseOfEffect),
		residual: inPeriod.flatMap((of) => of.view.residual.map((residual) => ({ of, residual }))),
	};
};

const isDrill = ({ view }: PeriodCase): boolean => view.event?.isDrill === true;

const isDryRun = ({ run, runs }: CaseView): boolean => runs.length > 0 && (run === null || run.dryRun) && runs.every(({ dryRun }) => dryRun);

/** One that was finished stays so, also where it was looked at once more just then. */
const wasFinished = ({ runs }: CaseView): boolean => runs.some(({ dryRun, closedIn }) => !dryRun && closedIn !== null);

const isTakenBack = ({ view, records }: PeriodCase): boolean => (view.run?.closedIn ?? null) === null && !wasFinished(view) && records.some(({ entry }) => entry.kind === 'event.superseded');

const tookEffectIn = ({ effectiveAt }: PeriodCase, { from, to }: { from: string; to: string }): boolean =>
	effectiveAt !== null && Date.parse(effectiveAt) >= Date.parse(from) && Date.parse(effectiveAt) < Date.parse(to);

const byEffect = (one: PeriodCase, other: PeriodCase): number => compareTexts(one.effectiveAt ?? '', other.effectiveAt ?? '') || compareTexts(one.caseId, other.caseId);

/** Stable: the steps of a case stay in their order. */
const byCaseOfEffect = (one: CaseStep, other: CaseStep): number => byEffect(one.of, other.of);

const erasedCase = ({ caseId, records }: CheckedCase): ErasedCase => ({ caseId, records: records.length, firstAt: records[0]!.entry.at, lastAt: records.findLast(({ entry }) => entry.kind !== 'record.erased')?.entry.at ?? records[0]!.entry.at });

const periodCase = ({ caseId, records }: CheckedCase, view: CaseView, { targets }: Terms, exportedAt: string): PeriodCase => {
	const { event, promise, run } = view;
	const [effectiveAt, hrEnteredAt] = [event?.effectiveAt ?? null, event?.receivedAt ?? null];
	const steps = timedSteps(view, targets);
	const complete = view.verdict === 'Complete';
	const dueBy = run?.dueBy ?? null;
	const last = steps.flatMap(({ verifiedAt }) => verifiedAt ?? []).sort().at(-1);
	return {
		caseId,
		view,
		effectiveAt,
		hrEnteredAt,
		openedAt: view.openedIn === null ? null : records[view.openedIn - 1]!.entry.at,
		closedAt: run?.closedAt ?? null,
		dueBy,
		onTime: complete ? (run?.withinDeadline ?? null) : dueBy !== null && dueBy < exportedAt ? false : null,
		hrMinutes: effectiveAt === null || hrEnteredAt === null ? null : Math.max(0, minutesBetween(effectiveAt, hrEnteredAt)),
		itMinutes: complete && last !== undefined && promise !== null ? minutesBetween(promise.startAt, last) : null,
		steps,
		records,
	};
};

const countedBy = (words: readonly string[]): { verdict: string; count: number }[] => {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return [...counts].map(([verdict, count]) => ({ verdict, count })).sort((one, other) => compareTexts(one.verdict, other.verdict));
};
