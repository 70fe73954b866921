import { toBase64, utf8 } from '../../verify/bytes';
import { readEvidence } from '../../verify';
import { sha256 } from '../../verify/primitives';
import { form, notChecked } from './check';
import { h, toHtml, type Child, type Children, type Markup } from './markup';
import { report, type Report } from './report';
import { periodStyle } from '../period/page/style';
import { style as caseStyle } from './style';

/** One for all pages, since all of them show whatever is dropped on them. */
const style = caseStyle + periodStyle;

/** The page's script, and the version of the pack it belongs to. */
export interface PageScript {
	version: string;
	text: string;
}

export const generator = (version: string): string => `n8n-nodes-joiner-mover-leaver ${version}`;

/** Evidence as a page that can be read without scripts, and checks itself with them. The same text and script always give the same page. */
export const evidencePage = (bundle: string, script: PageScript): string => checkedPage(report(bundle, readEvidence(bundle)), { bundle }, script);

/** What is read, and in elements of their own what it is made from. */
export const checkedPage = ({ title, header, body }: Report, data: { readonly [id: string]: string }, script: PageScript): string =>
	documentOf(title, script, [
		h('a', { class: 'skip', href: '#report' }, 'Skip to the report'),
		h('header', { id: 'head' }, header),
		h('div', { id: 'check', role: 'status' }, notChecked()),
		form(),
		tools(),
		h('main', { id: 'report' }, body),
		footer(script),
	], Object.entries(data).map(dataElement).join(''));

/** Filled by the script, where it has something to offer beside the report. */
const tools = (): Markup => h('div', { id: 'tools' });

/** What is no evidence could close the element it is put in; in JSON, < stands in texts only. */
const dataElement = ([id, text]: [id: string, text: string]): string => `<script type="application/json" id="${id}">${text.replaceAll('<', '\\u003c')}</script>\n`;

/** The same script without evidence: an auditor gets it once, and drops on it whatever files arrive. */
export const verifierPage = (script: PageScript): string =>
	documentOf('Verifier for evidence', script, [
		h('a', { class: 'skip', href: '#report' }, 'Skip to the report'),
		h('header', { id: 'head' }, h('div', { class: 'who' }, h('p', { class: 'kicker' }, 'Evidence of joiners, movers and leavers'), h('h1', {}, 'Verifier'), h('p', {}, 'Checks evidence files on this computer. Nothing is sent anywhere: this page may not use the network.'))),
		h('div', { id: 'check', role: 'status' }, h('p', {}, 'No file has been checked yet. If nothing happens when you choose one, this page’s script may not run.')),
		h('div', { class: 'drop', id: 'drop' }, h('label', { for: 'files' }, 'Drop evidence here, as a page or as JSON; a key and a checkpoint, too, if they are in files'), h('div', {}, h('input', { id: 'files', type: 'file', multiple: true }))),
		form(),
		tools(),
		h('main', { id: 'report' }),
		footer(script),
	]);

const footer = ({ version }: PageScript): Markup => h('footer', {}, h('p', {}, `Written by ${generator(version)}. Times are in UTC; where another stands beside one, it is that of where the person works.`));

const hashOf = (text: string): string => `'sha256-${toBase64(sha256(utf8(text)))}'`;

const documentOf = (title: string, script: PageScript, body: Children, data = ''): string => {
	const policy = `default-src 'none'; script-src ${hashOf(script.text)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
	const head: Child[] = [
		h('meta', { charset: 'utf-8' }),
		h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
		h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
		h('meta', { name: 'generator', content: generator(script.version) }),
		h('meta', { name: 'referrer', content: 'no-referrer' }),
		h('title', {}, title),
	];
	const main = h('body', {}, body);
	return [
		'<!doctype html>\n<html lang="en">\n<head>\n',
		...head.map((one) => `${toHtml(one)}\n`),
		`<style>${style}</style>\n</head>\n`,
		toHtml(main).replace(/<\/body>$/, ''),
		`\n${data}<script>${script.text}</script>\n</body>\n</html>\n`,
	].join('');
};
