import { parseVkey } from '../verify/note';
import { evidencePage, generator, type PageScript } from './page/document';
import type { PageStanding } from './words';

/** What a file is that somebody hands over. */
export type Handed =
	| { kind: 'bundle'; text: string }
	/** `text` is the bundle inside. */
	| { kind: 'page'; text: string; page: string }
	| { kind: 'key' | 'checkpoint' | 'proof'; text: string };

const inPage = /<script type="application\/json" id="bundle">([^<]*)<\/script>/;

export const recognise = (text: string): Handed => {
	const trimmed = text.replace(/^\ufeff/, '').trim();
	const bundle = trimmed.startsWith('<') ? inPage.exec(text)?.[1] : undefined;
	if (bundle !== undefined) return { kind: 'page', text: bundle, page: text };
	if (trimmed.startsWith('c2sp.org/tlog-proof@')) return { kind: 'proof', text };
	if (parseVkey(trimmed) !== undefined) return { kind: 'key', text: trimmed };
	if (/\n\r?\n— /.test(trimmed) && !trimmed.startsWith('{')) return { kind: 'checkpoint', text };
	// Whatever else it is, the verifier says best what is wrong with it.
	return { kind: 'bundle', text };
};

export const comparePage = (page: string, bundle: string, script: PageScript): PageStanding => {
	const by = /<meta name="generator" content="([^"]*)">/.exec(page)?.[1] ?? 'nobody knows what';
	if (by !== generator(script.version)) return { is: 'of another version', by };
	return { is: page === evidencePage(bundle, script) ? 'faithful' : 'changed' };
};
