import type { Json } from '../../types';
import type { Refused } from '../../verify';
import { isObject } from '../../verify/json';
import { textIn } from '../view/read';
import type { Label } from './labels';
import { h, type Markup } from './markup';
import { badge, raw, said, section, table } from './parts';

/** No report: it would be made of what is not proven. Only what lies in the file, and which record is the first bad one. */
export const broken = (text: string, { record }: Refused): Markup => {
	const records = recordsIn(text);
	const rows = records.map((item, index) => {
		const entry = textIn(item, 'entry') ?? '';
		const read = parsed(entry);
		return [`${index + 1}`, badge(standing(index + 1, record)), said(textIn(read, 'at') ?? '–'), said(textIn(read, 'kind') ?? '–'), [raw('What the file says', [entry, textIn(item, 'body') ?? '(no content)'].join('\n'))]];
	});
	const missing = record !== undefined && record > records.length;
	return section(
		'records',
		'Which record it is',
		h('p', {}, 'The report is not shown, because what it would be made of cannot be relied on. Ask for the file again, from somebody else if you can, and keep this one.'),
		records.length === 0 ? h('p', {}, 'No record can be read in the file.') : table('Records in the file, up to the first bad one', ['Record', 'Check', 'Says it was recorded', 'Says it is', 'Content, unproven'], rows, { rows: rows.map((_, index) => ({ id: `record-${index + 1}`, ...(index + 1 === record ? { class: 'first-bad' } : {}) })) }),
		missing && h('p', { class: 'alarm' }, badge({ tone: 'bad', text: `Record ${record} is the first that is missing` })),
	);
};

const standing = (number: number, firstBad: number | undefined): Label => {
	if (firstBad === undefined || number > firstBad) return { tone: 'plain', text: 'Not checked' };
	return number === firstBad ? { tone: 'bad', text: 'Does NOT hold' } : { tone: 'good', text: 'Holds' };
};

const parsed = (text: string): Json | undefined => {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
};

const recordsIn = (text: string): readonly Json[] => {
	const bundle = parsed(text);
	const records = isObject(bundle) ? bundle['records'] : undefined;
	return Array.isArray(records) ? records : [];
};
