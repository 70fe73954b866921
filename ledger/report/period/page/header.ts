import type { VerifiedPeriod } from '../../../verify/period';
import { h, type Markup } from '../../page/markup';
import type { Tone } from '../../page/labels';
import { icon } from '../../page/parts';
import { utc } from '../../time';
import type { PeriodView } from '../view';
import { counted, percentText, periodName } from './labels';

/** Which period, and how it went: what is read in the first ten seconds. */
export const header = (found: VerifiedPeriod, view: PeriodView): Markup[] => {
	const tone = toneOf(view);
	return [
		h(
			'div',
			{ class: 'who' },
			h('p', { class: 'kicker' }, 'Evidence of a period: all cases'),
			h('h1', {}, periodName(view)),
			h('p', {}, `${counted(view.cases.length, 'case')} that took effect from ${utc(view.from)} until before ${utc(view.to)}${view.terms.timeZone === null ? '' : `, by the days of ${view.terms.timeZone}`}`),
			h('p', { class: 'quiet' }, 'In the ledger ', h('code', {}, found.origin), `, exported ${utc(found.exportedAt)}`),
		),
		h('div', { class: `verdict ${tone}` }, icon(tone), h('div', {}, h('p', { class: 'word' }, wordOf(view)), h('p', {}, detailOf(view)), h('p', {}, deadlinesOf(view)))),
	];
};

const toneOf = ({ overall: { counts, steps }, cases }: PeriodView): Tone => {
	if (steps.length === 0) return cases.length === 0 ? 'plain' : 'warn';
	if (counts['not done'] > 0) return 'bad';
	return counts['in time'] === steps.length ? 'good' : 'warn';
};

const wordOf = ({ overall: { percentInTime } }: PeriodView): string => (percentInTime === null ? 'Nothing to time' : `${percentText(percentInTime)} in time`);

const detailOf = ({ overall: { counts, steps } }: PeriodView): string =>
	steps.length === 0 ? 'No step of any case has a target.' : `${counts['in time']} of ${counted(steps.length, 'step')} were read back within their targets.`;

const deadlinesOf = ({ onTime, cases }: PeriodView): string => (cases.length === 0 ? '' : `${onTime.yes} of ${counted(cases.length, 'case')} kept their own deadline.`);
