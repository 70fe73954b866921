import type { Json } from '../../../types';
import type { Refused } from '../../../verify';
import { isObject } from '../../../verify/json';
import type { Label } from '../../page/labels';
import { h, type Markup } from '../../page/markup';
import { badge, said, section, table } from '../../page/parts';
import { listIn, textIn } from '../../view/read';

/** No report: it would be made of what is not proven. Only which case is the first bad one. */
export const broken = (text: string, { caseId, record }: Refused): Markup => {
	const cases = casesIn(text);
	const firstBad = caseId === undefined ? -1 : cases.findIndex((one) => textIn(one, 'caseId') === caseId);
	const rows = cases.map((one, index) => {
		const bad = index === firstBad;
		return [said(textIn(one, 'caseId') ?? '–'), badge(standing(index, firstBad)), `${listIn(one, 'records').length}`, bad && record !== undefined ? `Record ${record}` : '–'];
	});
	return section(
		'cases',
		'Which case it is',
		h('p', {}, 'The report is not shown, because what it would be made of cannot be relied on. Ask for the file again, from somebody else if you can, and keep this one.'),
		cases.length === 0 ? h('p', {}, 'No case can be read in the file.') : table('Cases in the file, up to the first bad one', ['Case', 'Check', 'Records', 'First bad record'], rows, { rows: rows.map((_, index) => ({ class: index === firstBad ? 'first-bad' : '' })) }),
		caseId !== undefined && firstBad < 0 && h('p', { class: 'alarm' }, badge({ tone: 'bad', text: `Case ${caseId} is the first that is missing` })),
	);
};

const standing = (index: number, firstBad: number): Label => {
	if (firstBad < 0 || index > firstBad) return { tone: 'plain', text: 'Not checked' };
	return index === firstBad ? { tone: 'bad', text: 'Does NOT hold' } : { tone: 'good', text: 'Holds' };
};

const casesIn = (text: string): readonly Json[] => {
	try {
		const period = JSON.parse(text) as Json;
		return isObject(period) && Array.isArray(period['cases']) ? period['cases'] : [];
	} catch {
		return [];
	}
};
