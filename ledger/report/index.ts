import type { Bundle } from '../types';
import { evidencePage, verifierPage, type PageScript } from './page/document';

export { comparePage, recognise } from './recognise';
export { judge, pageWords, relation } from './words';
export { caseView, type CaseView } from './view';

/** Bundled from the sources of this folder, so it is loaded when a page is written and not before. */
export const pageScript = (): Promise<PageScript> => (require('../../vendor/pageScript') as typeof import('../../vendor/pageScript')).pageScript();

/** One case as a page that checks itself. */
export const pageOf = async (bundle: Bundle): Promise<string> => evidencePage(JSON.stringify(bundle), await pageScript());

export const pageOfText = async (bundle: string): Promise<string> => evidencePage(bundle, await pageScript());

export const emptyPage = async (): Promise<string> => verifierPage(await pageScript());
