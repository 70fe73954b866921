import type { Markup } from './markup';
import { h } from './markup';
import { section } from './parts';

export const independent = (): Markup =>
	section(
		'independent',
		'Check it independently',
		h('p', {}, 'A page that checks itself proves nothing to somebody who does not trust the page: whoever sends it can make it say anything. The evidence is the records, proofs and signatures inside, and any program that knows the formats can check those. Get the program and the key from another place than this file:'),
		h(
			'ul',
			{},
			h('li', {}, 'with Node.js and the package n8n-nodes-joiner-mover-leaver: ', h('code', {}, 'jml verify <this file> --key <key>'), '. It checks the evidence, and that the page shows what the evidence says;'),
			h('li', {}, 'with the verifier page that ', h('code', {}, 'jml page > verifier.html'), ' writes: open it without a network, and drop this file on it;'),
			h('li', {}, 'with a program of your own, from the package’s document ', h('code', {}, 'docs/ledger-format.md'), '.'),
		),
	);
