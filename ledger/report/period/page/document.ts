import type { Json } from '../../../types';
import { readPeriodEvidence, type PeriodEvidence } from '../../../verify/period';
import type { Refused } from '../../../verify';
import { checkedPage, type PageScript } from '../../page/document';
import { defaultTerms, type Terms } from '../targets';
import { periodReport } from './report';

/** A period as a page that checks itself. The same text, terms and script always give the same page. */
export const periodPage = (period: string, terms: Terms, script: PageScript, evidence: PeriodEvidence | Refused = readPeriodEvidence(period)): string =>
	checkedPage(periodReport(period, evidence, terms), { period, terms: JSON.stringify(terms) }, script);

/** What stands in a page beside its evidence is only taken if it can be read. */
export const termsText = (terms: string | undefined): Json => {
	try {
		return JSON.parse(terms ?? '') as Json;
	} catch {
		return JSON.parse(JSON.stringify(defaultTerms)) as Json;
	}
};
