import { h, type Markup } from '../../page/markup';
import { section } from '../../page/parts';
import { accessKinds } from '../../view/controls';
import { sampleMethod } from '../sample';
import type { PeriodView } from '../view';

/** How each figure came about, so that anybody can compute it again. */
export const method = ({ terms: { targets } }: PeriodView): Markup =>
	section(
		'method',
		'How this was computed',
		h(
			'ul',
			{},
			h('li', {}, h('strong', {}, 'Which cases: '), 'those whose event took effect at or after the beginning and before the end of the period, whenever they were opened. Of each case the last run that was no dry run counts.'),
			h('li', {}, h('strong', {}, 'Targets: '), `${accessKinds.map((kind) => `${kind} ${targets[kind]} min`).join(', ')}. They were chosen when this page was written, and are no part of what the ledger signed: compare them with the policy. A step that says not which access it closes is held against the deadline of its case.`),
			h('li', {}, h('strong', {}, 'Two clocks: '), 'a target counts from when the change took effect, or from when HR said so if that is later. HR’s part is from the first to the second, and never below zero. What was late only because of HR is listed apart.'),
			h('li', {}, h('strong', {}, 'In time: '), 'read back from the system within the target. What cannot be read back, what an exception holds and what was not done counts as a step and not as in time. Not counted at all is what a step had to leave to another place, an account that was said not to be needed, and access given back.'),
			h('li', {}, h('strong', {}, 'When: '), 'the instant of the first reading that showed it, of the time it has held since. A case that was run again does not make late what was seen in time before.'),
			h('li', {}, h('strong', {}, 'Percentiles: '), 'by nearest rank, over the steps that were read back: p95 is the smallest of the times that at least 95 % of them do not exceed. Shares are rounded down to a tenth of a percent, minutes to hundredths.'),
			h('li', {}, h('strong', {}, 'Samples: '), sampleMethod),
		),
	);
