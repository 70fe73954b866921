import { local, utc } from '../time';
import type { Label, Tone } from './labels';
import { h, type Children, type Markup } from './markup';

const shapes: { readonly [tone in Tone]: Markup[] } = {
	good: [h('circle', { cx: '8', cy: '8', r: '7' }), h('path', { d: 'M4.5 8.2l2.4 2.4 4.6-5' })],
	warn: [h('path', { d: 'M8 1.5l7 12.5H1z' }), h('path', { d: 'M8 6v4M8 11.6v.6' })],
	bad: [h('path', { d: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z' }), h('path', { d: 'M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2' })],
	plain: [h('circle', { cx: '8', cy: '8', r: '7' }), h('path', { d: 'M5 8h6' })],
};

/** Beside words that say the same: never the only sign. */
export const icon = (tone: Tone): Markup => h('svg', { class: `icon ${tone}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, shapes[tone]);

export const badge = ({ tone, text }: Label): Markup => h('span', { class: `badge ${tone}` }, icon(tone), h('span', {}, text));

/** Words from outside, which may be written in either direction. */
export const said = (text: string): Markup => h('bdi', {}, text);

export const instant = (at: string | null, timeZone: string | null): Markup | string => {
	if (at === null) return '–';
	const there = local(at, timeZone);
	return h('time', { datetime: at }, utc(at), there !== null && h('span', { class: 'local' }, there));
};

export const section = (id: string, title: string, ...children: Children): Markup =>
	h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title` }, title), children);

export const recordLink = (number: number): Markup => h('a', { href: `#record-${number}` }, `record ${number}`);

export const recordLinks = (numbers: readonly number[]): Children => numbers.map((number, index) => [index > 0 && ', ', recordLink(number)]);

export const facts = (pairs: readonly (readonly [string, Children[number]])[]): Markup =>
	h('dl', { class: 'facts' }, pairs.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));

interface TableOptions {
	/** Of each row. */
	rows?: readonly { id?: string; class?: string }[];
	/** Needs more room than most screens have. */
	wide?: boolean;
}

/** With roles spelt out: on narrow screens the rows become cards, and would be no table any more to a screen reader. */
export const table = (caption: string, heads: readonly string[], rows: readonly Children[], options: TableOptions = {}): Markup =>
	h(
		'table',
		{ role: 'table', class: options.wide ? 'wide' : undefined },
		h('caption', {}, caption),
		h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads.map((head) => h('th', { scope: 'col', role: 'columnheader' }, head)))),
		h('tbody', { role: 'rowgroup' }, rows.map((cells, index) => h('tr', { role: 'row', ...options.rows?.[index] }, cells.map((cell, column) => cellOf(heads[column] ?? '', cell, column === 0))))),
	);

const cellOf = (head: string, content: Children[number], first: boolean): Markup =>
	h(first ? 'th' : 'td', { 'data-head': head, role: first ? 'rowheader' : 'cell', scope: first ? 'row' : undefined }, h('div', {}, content));

export const raw = (summary: string, text: string): Markup => h('details', {}, h('summary', {}, summary), h('pre', {}, text));
