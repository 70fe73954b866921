import { parseVkey } from '../verify/note';
import type { Json } from '../types';
import { evidencePage, generator, type PageScript } from './page/document';
import { periodPage, termsText } from './period/page/document';
import { termsIn } from './period/targets';
import type { PageStanding } from './words';

/** What a file is that somebody hands over. */
export type Handed =
	| { kind: 'bundle' | 'segment'; text: string }
	| { kind: 'period'; text: string }
	/** `text` is the bundle inside. */
	| { kind: 'page'; text: string; page: string }
	/** `text` is the period inside, `terms` what the page judges it by. */
	| { kind: 'periodPage'; text: string; page: string; terms: Json }
	| { kind: 'key' | 'checkpoint' | 'proof'; text: string };

/** What lies in a page, in elements that no script runs. */
const inPage = (page: string, id: string): string | undefined => new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(page)?.[1];

export const recognise = (text: string): Handed => {
	const trimmed = text.replace(/^\ufeff/, '').trim();
	if (trimmed.startsWith('<')) {
		const [bundle, period] = [inPage(text, 'bundle'), inPage(text, 'period')];
		if (bundle !== undefined) return { kind: 'page', text: bundle, page: text };
		if (period !== undefined) return { kind: 'periodPage', text: period, page: text, terms: termsText(inPage(text, 'terms')) };
	}
	if (trimmed.startsWith('c2sp.org/tlog-proof@')) return { kind: 'proof', text };
	if (parseVkey(trimmed) !== undefined) return { kind: 'key', text: trimmed };
	if (/\n\r?\n— /.test(trimmed) && !trimmed.startsWith('{')) return { kind: 'checkpoint', text };
	// Whatever else it is, the verifier says best what is wrong with it.
	return { kind: kinds[formatOf(trimmed)] ?? 'bundle', text };
};

const kinds: { readonly [format: string]: 'period' | 'segment' } = { 'jml-period/1': 'period', 'jml-segment/1': 'segment' };

const formatOf = (text: string): string => {
	try {
		return String((JSON.parse(text) as { format?: unknown } | null)?.format);
	} catch {
		return '';
	}
};

export const comparePage = (page: string, bundle: string, script: PageScript): PageStanding => compare(page, script, () => evidencePage(bundle, script));

export const comparePeriodPage = (page: string, period: string, terms: Json, script: PageScript): PageStanding => compare(page, script, () => periodPage(period, termsIn(terms), script));

const compare = (page: string, script: PageScript, write: () => string): PageStanding => {
	const by = /<meta name="generator" content="([^"]*)">/.exec(page)?.[1] ?? 'nobody knows what';
	if (by !== generator(script.version)) return { is: 'of another version', by };
	return { is: page === write() ? 'faithful' : 'changed' };
};
