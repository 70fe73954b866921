import type { Refused } from '../../../verify';
import type { PeriodEvidence } from '../../../verify/period';
import { independent } from '../../page/independent';
import { h, type Markup } from '../../page/markup';
import type { Report } from '../../page/report';
import type { Terms } from '../targets';
import { periodView } from '../view';
import { broken } from './broken';
import { figures, targets } from './figures';
import { header } from './header';
import { periodName } from './labels';
import { hrLate, late, notCounted, openPoints, population } from './lists';
import { method } from './method';
import { proofs } from './proofs';

/** What a page shows of a period: the same, whether Node writes it or a browser after checking. */
export const periodReport = (text: string, result: PeriodEvidence | Refused, terms: Terms): Report => {
	if (!result.ok) {
		const title = 'Evidence that does not hold';
		return { title, header: [h('div', { class: 'who' }, h('p', { class: 'kicker' }, 'Evidence of a period'), h('h1', {}, title))], body: [broken(text, result), independent()] };
	}
	const view = periodView(result, terms);
	const body: (Markup | null)[] = [figures(view), targets(view), late(view), hrLate(view), openPoints(view), population(view), notCounted(view), method(view), proofs(result), independent()];
	return { title: `${periodName(view)}: evidence of a period`, header: header(result.found, view), body: body.filter((part) => part !== null) };
};
