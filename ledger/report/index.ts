import { evidencePage, verifierPage, type PageScript } from './page/document';

export { csvOf, csvText } from './csv';
export { evidencePage, verifierPage, type PageScript } from './page/document';
export { populationCsv, slaCsv } from './period/csv';
export { periodItem, periodSummary } from './period/item';
export { periodPage } from './period/page/document';
export { periodView } from './period/view';
export { comparePage, comparePeriodPage, recognise } from './recognise';
export { caseTimes, timesItem } from './times';
export { caseView, type CaseView } from './view';
export { judge, pageWords, relation } from './words';

/** Bundled from this folder, and only loaded when a page is written. */
export const pageScript = (): Promise<PageScript> => (require('../../vendor/pageScript') as typeof import('../../vendor/pageScript')).pageScript();

/** The text of a bundle as a page that checks itself. */
export const pageOf = async (bundle: string): Promise<string> => evidencePage(bundle, await pageScript());

/** The same page without evidence, for an auditor to keep. */
export const emptyPage = async (): Promise<string> => verifierPage(await pageScript());
