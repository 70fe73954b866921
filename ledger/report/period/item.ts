import type { JsonObject } from '../../types';
import { counted, minutesText, percentText, periodName } from './page/labels';
import type { Share } from './share';
import type { PeriodView } from './view';

/** The figures of a period for whoever goes on with them in a workflow. */
export const periodItem = (view: PeriodView): JsonObject => ({
	cases: view.cases.length,
	verdicts: Object.fromEntries(view.verdicts.map(({ verdict, count }) => [verdict, count])),
	onTime: view.onTime,
	...sharesItem(view.overall),
	shares: view.shares.map((share) => ({ system: share.target!.system, closes: share.target!.closes, slaMinutes: share.slaMinutes, ...sharesItem(share) })),
	hrMinutes: { ...view.hrMinutes },
	itMinutes: { ...view.itMinutes },
	notCounted: { belated: view.belated.length, takenBack: view.takenBack.length, drills: view.drills.length, dryRuns: view.dryRuns.length, erased: view.erased.length },
	targets: { ...view.terms.targets },
});

const sharesItem = ({ steps, counts, percentInTime, minutes: { p50, p95, max } }: Share): JsonObject => ({
	steps: steps.length,
	inTime: counts['in time'],
	late: counts.late,
	notDone: counts['not done'],
	held: counts['by exception'],
	unseen: counts['cannot be read back'],
	percentInTime,
	minutes: { p50, p95, max },
});

/** The same in words, for a mail. */
export const periodSummary = (view: PeriodView): string => {
	const { cases, verdicts, overall: { counts, steps, percentInTime }, onTime, hrMinutes, belated, takenBack, drills, dryRuns, erased } = view;
	const open: [number, string][] = [[counts.late, 'late'], [counts['not done'], 'not done'], [counts['by exception'], 'held by exception'], [counts['cannot be read back'], 'cannot be read back']];
	const hrLate = cases.filter((one) => (one.hrMinutes ?? 0) > 0).length;
	const apart: [number, string][] = [[belated.length, 'that took effect earlier and were opened only now'], [takenBack.length, 'that HR took back'], [drills.length, drills.length === 1 ? 'that was a drill' : 'that were drills'], [dryRuns.length, 'that were dry runs only'], [erased.length, 'with erased content']];
	const some = (pairs: readonly [number, string][]): string => pairs.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(', ');
	return [
		`${periodName(view)}: ${counted(cases.length, 'case')}${cases.length === 0 ? '' : `, ${verdicts.map(({ verdict, count }) => `${count} ${verdict}`).join(', ')}`}.`,
		...(steps.length === 0 ? [] : [`${counts['in time']} of ${counted(steps.length, 'step')} (${percentText(percentInTime)}) were read back within their targets${some(open) === '' ? '' : `; ${some(open)}`}.`]),
		...(cases.length === 0 ? [] : [`${onTime.yes} of ${counted(cases.length, 'case')} kept their own deadline.`]),
		...(hrLate === 0 ? [] : [`HR told of ${counted(hrLate, 'case')} late, by ${minutesText(hrMinutes.max)} at most.`]),
		...(some(apart) === '' ? [] : [`Not counted: ${some(apart)}.`]),
	].join(' ');
};
