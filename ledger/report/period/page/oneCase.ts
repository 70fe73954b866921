import type { CheckedCase, PeriodEvidence } from '../../../verify/period';
import { toHex, utf8 } from '../../../verify/bytes';
import { sha256 } from '../../../verify/primitives';
import { controls } from '../../page/controls';
import { header } from '../../page/header';
import { independent } from '../../page/independent';
import { h, type Markup } from '../../page/markup';
import { overview, residualRisk } from '../../page/overview';
import { raw, section, table } from '../../page/parts';
import type { Report } from '../../page/report';
import { requests, runs, steps } from '../../page/steps';
import { utc } from '../../time';
import { caseView } from '../../view';
import type { CheckedRecord } from '../../../verify';

/** One case of the period, as its own page would show it. */
export const oneCase = ({ found }: PeriodEvidence, { caseId, records: checked }: CheckedCase): Report => {
	const view = caseView(checked);
	const back = h('p', { class: 'back' }, h('a', { href: '#head' }, 'Back to the period'));
	const body: (Markup | null)[] = [back, overview(view), residualRisk(view), steps(view), runs(view), requests(view), controls(view), records(checked), independent(), back];
	return { title: `${view.person?.name ?? caseId}: ${view.verdict} – case ${caseId}`, header: header({ caseId, origin: found.origin }, view), body: body.filter((part) => part !== null) };
};

const records = (checked: readonly CheckedRecord[]): Markup =>
	section(
		'records',
		'Records',
		h('p', {}, `All ${checked.length} records of the case, in order. Their place in the ledger is proven by what this file holds for the whole period.`),
		table('Records', ['Record', 'In the ledger', 'Recorded', 'Kind', 'SHA-256 of the entry'], checked.map(({ entry, body }, index) => [
			`${index + 1}`,
			`${entry.seq}`,
			h('time', { datetime: entry.at }, utc(entry.at)),
			[entry.kind, body === null && ' (erased)'],
			[h('code', { class: 'hash' }, toHex(sha256(utf8(entry.text)))), body !== null && h('div', { class: 'screen' }, raw('Content', JSON.stringify(body.content, null, 2)))],
		]), { rows: checked.map((_, index) => ({ id: `record-${index + 1}` })) }),
	);
