import type { Evidence, Refused } from '../../verify';
import { caseView } from '../view';
import { appendix } from './appendix';
import { broken } from './broken';
import { controls } from './controls';
import { header } from './header';
import { independent } from './independent';
import { h, type Markup } from './markup';
import { overview, residualRisk } from './overview';
import { signOff } from './signOff';
import { requests, runs, steps } from './steps';

export interface Report {
	title: string;
	header: Markup[];
	body: Markup[];
}

/** What a page shows of evidence: the same, whether Node writes it or a browser after checking. */
export const report = (text: string, result: Evidence | Refused): Report => {
	if (!result.ok) {
		const header = [h('div', { class: 'who' }, h('p', { class: 'kicker' }, 'Evidence of a case'), h('h1', {}, 'Evidence that does not hold'))];
		return { title: 'Evidence that does not hold', header, body: [broken(text, result), independent()] };
	}
	const view = caseView(result.records);
	const body = [overview(view), residualRisk(view), steps(view), runs(view), controls(view), signOff(result.found, view), requests(view), appendix(result, view), independent()];
	return {
		title: `${view.person?.name ?? result.found.caseId}: ${view.verdict} – evidence of case ${result.found.caseId}`,
		header: header(result.found, view),
		body: body.filter((part) => part !== null),
	};
};
