import { h, type Children, type Markup } from '../../page/markup';
import { facts, section, table } from '../../page/parts';
import type { Share } from '../share';
import type { PeriodView } from '../view';
import { histogram, legend, patterns, shareBars } from './charts';
import { counted, minutesText, percentText, targetName } from './labels';

const kinds = { leaver: 'leaver', mover: 'mover', joiner: 'joiner' } as const;

export const figures = (view: PeriodView): Markup =>
	section(
		'figures',
		'How it went',
		patterns(),
		h('div', { class: 'columns' }, numbers(view), view.overall.steps.length === 0 ? h('p', {}, 'No step of any case has a target.') : h('div', {}, shareBars([view.overall, ...view.shares]), legend(view.shares))),
	);

const numbers = ({ cases, verdicts, onTime, hrMinutes, itMinutes, belated, takenBack, drills, dryRuns, erased }: PeriodView): Markup => {
	const byKind = Object.keys(kinds).flatMap((kind) => {
		const count = cases.filter(({ view }) => view.event?.kind === kind).length;
		return count === 0 ? [] : counted(count, kind);
	});
	const apart = [
		belated.length > 0 && `${belated.length} that took effect before and were opened only in this period`,
		takenBack.length > 0 && `${takenBack.length} that HR took back`,
		drills.length > 0 && counted(drills.length, 'drill'),
		dryRuns.length > 0 && `${counted(dryRuns.length, 'dry run')} only`,
		erased.length > 0 && `${erased.length} with erased content`,
	].filter((text) => text !== false);
	const late = cases.filter((one) => (one.hrMinutes ?? 0) > 0).length;
	const pairs: [string, Children[number]][] = [
		['Cases', `${cases.length}${byKind.length === 0 ? '' : `: ${byKind.join(', ')}`}`],
		['Verdicts', verdicts.length === 0 ? '–' : verdicts.map(({ verdict, count }) => `${count} ${verdict}`).join(', ')],
		['Own deadline', `kept by ${onTime.yes}, missed by ${onTime.no}${onTime.unknown === 0 ? '' : `, ${onTime.unknown} cannot be said`}`],
		['HR’s part', [late === 0 ? 'none: HR said it in time' : `late in ${counted(late, 'case')}, by ${minutesText(hrMinutes.max)} at most`, h('span', { class: 'local' }, 'from when it took effect to when HR said so')]],
		['IT’s part', [`half within ${minutesText(itMinutes.p50)}, 95 % within ${minutesText(itMinutes.p95)}`, h('span', { class: 'local' }, `from when it took effect and was known to the last change read back, in ${counted(itMinutes.count, 'complete case')}`)]],
		['Not counted', apart.length === 0 ? 'none' : apart.join('; ')],
	];
	return facts(pairs);
};

const heads = ['Target', 'Minutes', 'Steps', 'In time', 'Late', 'Not done', 'Held', 'Unseen', 'Share', 'p50', 'p95', 'Longest'];

const row = (share: Share): Children => {
	const { counts, steps, slaMinutes, percentInTime, minutes } = share;
	const strong = (text: string) => (share.target === null ? h('strong', {}, text) : text);
	return [
		strong(targetName(share)), slaMinutes === null ? '–' : `${slaMinutes}`, `${steps.length}`, `${counts['in time']}`, `${counts.late}`, `${counts['not done']}`, `${counts['by exception']}`, `${counts['cannot be read back']}`,
		strong(percentText(percentInTime)), minutesText(minutes.p50), minutesText(minutes.p95), minutesText(minutes.max),
	];
};

export const targets = ({ shares, overall }: PeriodView): Markup | null =>
	shares.length === 0
		? null
		: section(
				'targets',
				'Within their targets',
				h('p', {}, 'One target for each kind of access in each system. Each picture shows how many steps took how long until they were read back; the upright line is the target.'),
				h('div', { class: 'histograms' }, shares.map((share) => share.slaMinutes !== null && h('figure', {}, h('figcaption', {}, h('strong', {}, targetName(share)), ` ${share.counts['in time']} of ${share.steps.length} within ${minutesText(share.slaMinutes)}`), histogram({ ...share, slaMinutes: share.slaMinutes })))),
				table('Steps by target', heads, [overall, ...shares].map(row), { wide: true }),
			);
