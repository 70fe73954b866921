import { h, type Child, type Markup } from '../../page/markup';
import type { Share } from '../share';
import type { Standing, TimedStep } from '../timed';
import { minutesText, percentText, standingLabel, targetName } from './labels';

type Drawing = 'in-time' | 'late' | 'not-done' | 'held' | 'unseen';

/** In the order they are drawn. */
const drawn: readonly [standing: Standing, drawing: Drawing][] = [['in time', 'in-time'], ['late', 'late'], ['not done', 'not-done'], ['by exception', 'held'], ['cannot be read back', 'unseen']];

const filled = (drawing: Drawing): { class: string; fill?: string } => (drawing === 'in-time' ? { class: drawing } : { class: drawing, fill: `url(#hatch-${drawing})` });

const hatch = (drawing: Drawing, path: string): Markup =>
	h('pattern', { id: `hatch-${drawing}`, class: drawing, width: '6', height: '6', patternUnits: 'userSpaceOnUse' }, h('rect', { width: '6', height: '6' }), h('path', { d: path }));

/** Beside colours, for whoever does not see them, and for paper. One for all charts of a page. */
export const patterns = (): Markup =>
	h(
		'svg',
		{ class: 'patterns', width: '0', height: '0', 'aria-hidden': 'true', focusable: 'false' },
		h('defs', {}, hatch('late', 'M-1 1l2-2M0 6l6-6M5 7l2-2'), hatch('not-done', 'M0 0l6 6M6 0l-6 6'), hatch('held', 'M0 3h6'), hatch('unseen', 'M3 0v6')),
	);

export const legend = (shares: readonly Share[]): Markup =>
	h(
		'ul',
		{ class: 'legend' },
		drawn
			.filter(([standing]) => standing === 'in time' || shares.some(({ counts }) => counts[standing] > 0))
			.map(([standing, drawing]) => h('li', {}, h('svg', { viewBox: '0 0 14 14', 'aria-hidden': 'true', focusable: 'false' }, h('rect', { ...filled(drawing), width: '14', height: '14', rx: '3' })), standingLabel[standing].text)),
	);

const [barLeft, barWidth, barApart, barHeight] = [172, 200, 26, 14];

/** How much of each target was kept, one bar each. */
export const shareBars = (shares: readonly Share[]): Markup => {
	const said = shares.map((share) => `${targetName(share)} ${percentText(share.percentInTime)}`).join(', ');
	return h(
		'svg',
		{ class: 'chart bars', viewBox: `0 0 430 ${shares.length * barApart}`, role: 'img', 'aria-label': `Share in time: ${said}. The same numbers are in the table below.` },
		shares.map((share, index) => bar(share, index * barApart + 4)),
	);
};

const bar = (share: Share, y: number): Child[] => {
	const parts: Child[] = [];
	let x = barLeft;
	for (const [standing, drawing] of drawn) {
		const width = (share.counts[standing] / share.steps.length) * barWidth;
		if (width > 0) parts.push(h('rect', { ...filled(drawing), x: fixed(x), y: `${y}`, width: fixed(width), height: `${barHeight}` }));
		x += width;
	}
	return [
		h('text', { class: share.target === null ? 'name all' : 'name', x: `${barLeft - 10}`, y: `${y + 11}`, 'text-anchor': 'end' }, targetName(share)),
		...parts,
		h('text', { x: `${barLeft + barWidth + 10}`, y: `${y + 11}` }, percentText(share.percentInTime)),
	];
};

const fixed = (number: number): string => `${Math.round(number * 100) / 100}`;

/** Parts of the target, and multiples of it. Within it most steps take a small part, so the scale is by ratio. */
const limits = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, Infinity];
const withinTarget = limits.indexOf(1) + 1;

const [columnWidth, columnApart, tall, base, margin] = [20, 24, 76, 92, 8];

/** How long the steps of one target took, each column twice to two and a half times as long as the one before. */
export const histogram = (share: Share & { slaMinutes: number }): Markup => {
	const timed = share.steps.filter((step) => step.minutesFromStart !== null);
	const columns = limits.map((_, index) => timed.filter((step) => columnOf(step) === index).length);
	const never = share.steps.length - timed.length;
	const most = Math.max(1, never, ...columns);
	const x = (index: number): number => margin + index * columnApart + (index >= withinTarget ? 6 : 0);
	const border = x(withinTarget) - 5;
	const neverAt = x(limits.length) + 8;
	const { p50, p95, max } = share.minutes;
	const spoken = timed.length === 0 ? 'none was read back' : `half of them within ${minutesText(p50)}, 95 % within ${minutesText(p95)}, the longest ${minutesText(max)}`;
	const column = (at: number, count: number, drawing: Drawing): Child[] => {
		const height = (count / most) * tall;
		return count === 0 ? [] : [
			h('rect', { ...filled(drawing), x: fixed(at), y: fixed(base - height), width: `${columnWidth}`, height: fixed(height), rx: '2' }),
			h('text', { class: 'count', x: fixed(at + columnWidth / 2), y: fixed(base - height - 4), 'text-anchor': 'middle' }, `${count}`),
		];
	};
	return h(
		'svg',
		{ class: 'chart histogram', viewBox: `0 0 ${neverAt + columnWidth + margin} 116`, role: 'img', 'aria-label': `${targetName(share)}, target ${minutesText(share.slaMinutes)}: ${spoken}${never === 0 ? '' : `, and ${never} not read back`}.` },
		h('line', { class: 'axis', x1: '0', x2: fixed(neverAt + columnWidth + margin), y1: `${base}`, y2: `${base}` }),
		columns.map((count, index) => column(x(index), count, index < withinTarget ? 'in-time' : 'late')),
		column(neverAt, never, 'not-done'),
		h('line', { class: 'target', x1: fixed(border), x2: fixed(border), y1: '6', y2: `${base + 6}` }),
		h('text', { class: 'count', x: fixed(margin), y: '110' }, minutesText(share.slaMinutes * limits[0]!)),
		h('text', { class: 'at-target', x: fixed(border), y: '110', 'text-anchor': 'middle' }, minutesText(share.slaMinutes)),
		never > 0 && h('text', { class: 'count', x: fixed(neverAt + columnWidth), y: '110', 'text-anchor': 'end' }, 'never'),
	);
};

/** Of what happened before the clock started, the first. */
const columnOf = ({ minutesFromStart, slaMinutes }: TimedStep): number => limits.findIndex((limit) => minutesFromStart! <= slaMinutes * limit);
