import type { PeriodEvidence } from '../../../verify/period';
import { h, type Markup } from '../../page/markup';
import { raw, section } from '../../page/parts';

export const proofs = ({ period, found }: PeriodEvidence): Markup =>
	section(
		'proofs',
		'Proofs',
		h('p', {}, `This file holds all ${found.records} records of its cases, and the ${Object.keys(period.nodes).length} hashes that lead from them to the root of a tree over everything the ledger held. Root and number of records are signed, and so is the list of cases with the number of records of each.`),
		h('h3', {}, 'Checkpoint'),
		h('p', {}, 'Keep it: a later file can be checked against it.'),
		h('pre', {}, period.checkpoint),
		h('div', { class: 'screen' }, h('h3', {}, 'Statement of the period'), raw('Which cases there are, signed', period.statement)),
	);
