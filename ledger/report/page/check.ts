import type { Refused } from '../../verify';
import { pageWords, relation, type Found, type Judgement, type PageStanding } from '../words';
import type { Tone } from './labels';
import { h, type Children, type Markup } from './markup';
import { badge, facts, icon, instant } from './parts';

const tones: { readonly [state in Judgement['state']]: Tone } = { holds: 'good', alone: 'warn', broken: 'bad', unusable: 'warn' };

export const banner = (tone: Tone, heading: string, ...children: Children): Markup =>
	h('div', { class: `banner ${tone}` }, icon(tone), h('div', {}, h('h2', {}, heading), children));

/** As long as no script has looked at anything. */
export const notChecked = (): Markup =>
	banner(
		'plain',
		'Nothing has been checked yet.',
		h('p', {}, 'This page checks itself when its script runs. As long as you can read this sentence, it has not: what stands below is what was exported, and may have been changed since. Open the file in a browser that may run scripts, or check it with ', h('a', { href: '#independent' }, 'a program of your own'), '.'),
	);

export const checked = (result: { ok: true; found: Found } | Refused, judgement: Judgement): Markup =>
	banner(tones[judgement.state], judgement.heading, h('p', {}, judgement.detail), result.ok && proof(result.found));

/** Of a page that the evidence came in, and that is not the one being read. */
export const aboutPage = (standing: PageStanding): Markup =>
	h('p', { class: 'alarm' }, badge({ tone: standing.is === 'changed' ? 'bad' : standing.is === 'faithful' ? 'good' : 'warn', text: pageWords(standing) }));

const proof = (found: Found): Children => [
	facts([
		['Signed with', [h('code', {}, found.vkey), found.keyTrusted ? ', the key you gave' : ', a key taken from the file itself']],
		['As of', [`${found.size} records in the ledger, exported `, instant(found.exportedAt, null)]],
		...(found.heldCheckpoint === undefined ? [] : [['Checkpoint', relation[found.heldCheckpoint]] as const]),
	]),
	h('p', { class: 'quiet' }, 'A forged page could say all of this, too. ', h('a', { href: '#independent' }, 'Check it with a program of your own'), ' before you rely on it.'),
];

/** What the auditor has from elsewhere. Shown once a script can use it. */
export const form = (): Markup =>
	h(
		'form',
		{ id: 'known', hidden: true },
		h('label', { for: 'vkey' }, 'Key of the ledger, as you were given it by another way than this file'),
		h('div', { class: 'row' }, h('input', { id: 'vkey', type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', placeholder: 'n8n.example.com/jml-ledger+0123abcd+A…' }), h('button', { type: 'submit' }, 'Check')),
		h(
			'details',
			{},
			h('summary', {}, 'You also hold a checkpoint'),
			h('label', { for: 'checkpoint' }, 'Checkpoint that you kept earlier'),
			h('textarea', { id: 'checkpoint', rows: '6', spellcheck: 'false', autocapitalize: 'off' }),
			h('label', { for: 'checkpoint-file' }, 'or the file it is in'),
			h('input', { id: 'checkpoint-file', type: 'file' }),
		),
	);
