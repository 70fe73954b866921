import { h, type Child, type Children, type Markup } from '../../page/markup';
import { facts, section } from '../../page/parts';
import { accessKinds } from '../../view/controls';
import type { Comparison } from '../compare';
import { sampleMethod, usualSampleSize } from '../sample';
import type { PeriodView } from '../view';
import { caseName } from './lists';
import { counted } from './labels';

/** What an auditor does with the population. Only where a script runs, and all of it on the auditor's own computer. */
export const tools = (view: PeriodView): Markup =>
	section('tools-of-the-auditor', 'For your audit', h('p', {}, 'Nothing of this leaves the page.'), sampling(view), comparing(view), judging(view));

const field = (id: string, label: string, attributes: { [name: string]: string }): Child[] => [h('label', { for: id }, label), h('input', { id, ...attributes })];

const tool = (id: string, summary: string, ...children: Children): Markup => h('details', { class: 'tool' }, h('summary', {}, summary), h('form', { id }, children), h('div', { id: `${id}-result`, role: 'status' }));

const sampling = ({ cases }: PeriodView): Markup =>
	tool(
		'sample',
		'Draw a random sample',
		h('p', {}, sampleMethod, ' Choose a seed that nobody could know when the cases were worked on, and note it down with the size.'),
		field('seed', 'Seed', { type: 'text', autocomplete: 'off', spellcheck: 'false', required: '' }),
		field('sample-size', `Cases to draw, of ${cases.length}`, { type: 'number', min: '1', max: `${Math.max(1, cases.length)}`, step: '1', value: `${usualSampleSize(cases.length)}` }),
		h('button', { type: 'submit' }, 'Draw'),
	);

const comparing = ({ cases }: PeriodView): Markup => {
	const kinds = [...new Set(cases.flatMap(({ view }) => view.event?.kind ?? []))].sort();
	return tool(
		'compare',
		'Compare with HR’s own list',
		h('p', {}, 'Ask HR for the ids of everybody whose event took effect in the period, straight from its system and not by way of IT, and paste them here.'),
		h('label', { for: 'compare-kind' }, 'Who is on the list'),
		h('select', { id: 'compare-kind' }, h('option', { value: '' }, 'Everybody in the population'), kinds.map((kind) => h('option', { value: kind }, `Only ${kind}s`))),
		h('label', { for: 'hr-ids' }, 'HR’s ids, one a line or with commas between'),
		h('textarea', { id: 'hr-ids', rows: '6', spellcheck: 'false', required: '' }),
		h('button', { type: 'submit' }, 'Compare'),
	);
};

const judging = ({ terms: { targets } }: PeriodView): Markup =>
	tool(
		'judge',
		'Judge by other targets',
		h('p', {}, 'In minutes. Everything on this page is computed anew from the same records.'),
		accessKinds.map((kind) => field(`target-${kind}`, kind, { type: 'number', min: '1', step: 'any', value: `${targets[kind]}`, required: '' })),
		h('button', { type: 'submit' }, 'Judge by these'),
	);

export const sampleResult = (caseIds: readonly string[], seed: string, population: number): Markup[] => [
	h('p', {}, `${counted(caseIds.length, 'case')} of ${population}, drawn with the seed `, h('code', {}, seed), ':'),
	h('ol', {}, caseIds.map((caseId) => h('li', {}, caseName(caseId)))),
];

const list = (ids: readonly string[]): Children[number] => (ids.length === 0 ? 'nobody' : h('code', {}, ids.join(', ')));

export const comparisonResult = ({ both, missingHere, notInList, repeated }: Comparison): Markup[] => [
	facts([
		['On both', `${both.length}`],
		['Only HR’s', [`${missingHere.length}: `, list(missingHere)]],
		['Only here', [`${notInList.length}: `, list(notInList)]],
		...(repeated.length === 0 ? [] : [['More than once', [`${repeated.length}: `, list(repeated)]] as const]),
	]),
	h('p', { class: 'quiet' }, missingHere.length + notInList.length === 0 ? 'Both lists name the same people.' : 'Each of them needs an explanation. Who is only on HR’s list has no case in the ledger, or one that is not counted here.'),
];
