import type { CheckedRecord, Evidence } from '../../verify';
import { toBase64, toHex, utf8 } from '../../verify/bytes';
import { leafHash } from '../../verify/merkle';
import { sha256 } from '../../verify/primitives';
import { utc } from '../time';
import type { CaseView } from '../view';
import { h, type Children, type Markup } from './markup';
import { raw, section, table } from './parts';

export const appendix = ({ bundle, records }: Evidence, view: CaseView): Markup =>
	section(
		'records',
		'Records and proofs',
		h('p', {}, `All ${records.length} records of the case, in order. Each entry is a leaf of the tree whose root the checkpoint signs; the entry’s hash is what the next record of the ledger points back to.`),
		view.erased.length > 0 && h('p', {}, `The content of ${view.erased.length} ${view.erased.length === 1 ? 'record was' : 'records were'} erased, as a later record says. That they were there, and when, is still proven.`),
		table('Records', ['Record', 'In the ledger', 'Recorded', 'Kind', 'SHA-256 of the entry'], records.map((record, index) => row(record, index, bundle.records[index]!.proof)), { rows: records.map((_, index) => ({ id: `record-${index + 1}` })) }),
		h('h3', {}, 'Checkpoint'),
		h('p', {}, 'Signed by the ledger over everything it held when this file was made. Keep it: a later file can be checked against it.'),
		h('pre', {}, bundle.checkpoint),
		h('h3', {}, 'Statement of the case'),
		h('p', {}, 'Signed by the ledger: how many records the case had.'),
		h('pre', {}, bundle.statement),
	);

const row = ({ entry, body }: CheckedRecord, index: number, proof: readonly string[]): Children => [
	`${index + 1}`,
	`${entry.seq}`,
	h('time', { datetime: entry.at }, utc(entry.at)),
	[entry.kind, body === null && ' (erased)'],
	[
		h('code', { class: 'hash' }, toHex(sha256(utf8(entry.text)))),
		h(
			'div',
			{ class: 'screen' },
			body !== null && raw('Content', JSON.stringify(body.content, null, 2)),
			raw('Entry and proof', [entry.text, '', `leaf hash  ${toBase64(leafHash(entry.text))}`, ...proof.map((hash, level) => `proof ${`${level + 1}`.padStart(4)}  ${hash}`)].join('\n')),
		),
	],
];
