/// <reference lib="dom" />
import { readEvidence, type Known } from '../../verify';
import { aboutPage, banner, checked } from '../page/check';
import type { PageScript } from '../page/document';
import { h, type Markup } from '../page/markup';
import { report } from '../page/report';
import { comparePage, recognise } from '../recognise';
import { judge } from '../words';
import { toDom } from './dom';

/** Set by the build. */
declare const packVersion: string;

const byId = <Kind extends HTMLElement>(id: string): Kind | null => document.getElementById(id) as Kind | null;
const show = (id: string, content: readonly Markup[]): void => byId(id)?.replaceChildren(...content.map((one) => toDom(one)));

const ownScript: PageScript = { version: packVersion, text: document.currentScript?.textContent ?? '' };
const [vkey, checkpoint] = [byId<HTMLInputElement>('vkey'), byId<HTMLTextAreaElement>('checkpoint')];

/** What is checked: the evidence this page carries, or what was dropped on it. */
let bundle = byId('bundle')?.textContent ?? null;
/** What is to be said of the page the evidence came in. */
let around: Markup[] = [];

const known = (): Known => {
	const [key, held] = [vkey?.value.trim() ?? '', checkpoint?.value.trim() ?? ''];
	return { ...(key === '' ? {} : { vkey: key }), ...(held === '' ? {} : { checkpoint: held }) };
};

/** What is read afterwards is made from the records that were just checked. */
const check = (): void => {
	if (bundle === null) return;
	const result = readEvidence(bundle, known());
	const { title, header, body } = report(bundle, !result.ok && result.code === 'argument' ? readEvidence(bundle) : result);
	document.title = title;
	show('head', header);
	show('check', [checked(result, judge(result)), ...around]);
	show('report', body);
};

const checkOrSayWhyNot = (): void => {
	try {
		check();
	} catch (error) {
		sayItWentWrong(error);
	}
};

const sayItWentWrong = (error: unknown): void => {
	show('check', [banner('bad', 'The check itself went wrong, so nothing is proven.', h('p', {}, String(error)))]);
	show('report', []);
};

/** Bytes that are not UTF-8 are refused rather than replaced, since the hashes are over bytes. */
const read = async (file: Blob): Promise<string> => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());

const take = (text: string): void => {
	const handed = recognise(text);
	if (handed.kind === 'key') vkey!.value = handed.text;
	else if (handed.kind === 'checkpoint') checkpoint!.value = handed.text;
	else {
		bundle = handed.text;
		around = handed.kind === 'page' ? [aboutPage(comparePage(handed.page, handed.text, ownScript))] : [];
	}
};

const takeFiles = async (files: FileList | null | undefined): Promise<void> => {
	try {
		for (const file of Array.from(files ?? [])) take(await read(file));
		check();
	} catch (error) {
		sayItWentWrong(error);
	}
};

/** A link to the page may carry the key: `…#key=n8n.example.com/jml-ledger+0123abcd+A…`. */
const takeKeyFromAddress = (): void => {
	const given = /^#key=(.+)$/.exec(location.hash)?.[1];
	if (given !== undefined) vkey!.value = decodeURIComponent(given);
};

const listen = (): void => {
	const form = byId<HTMLFormElement>('known')!;
	form.hidden = false;
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		checkOrSayWhyNot();
	});
	byId('checkpoint-file')!.addEventListener('change', ({ target }) => {
		const file = (target as HTMLInputElement).files?.[0];
		if (file !== undefined) void read(file).then((text) => (checkpoint!.value = text)).then(checkOrSayWhyNot, sayItWentWrong);
	});
	byId('files')?.addEventListener('change', ({ target }) => void takeFiles((target as HTMLInputElement).files));
	addEventListener('hashchange', () => {
		takeKeyFromAddress();
		checkOrSayWhyNot();
	});
};

/** Only where files are asked for; elsewhere a dropped file is the browser's affair. */
const listenForDrops = (area: HTMLElement): void => {
	addEventListener('dragover', (event) => {
		event.preventDefault();
		area.classList.add('over');
	});
	addEventListener('dragleave', () => area.classList.remove('over'));
	addEventListener('drop', (event) => {
		event.preventDefault();
		area.classList.remove('over');
		void takeFiles(event.dataTransfer?.files);
	});
};

const drop = byId('drop');
if (drop !== null) listenForDrops(drop);
listen();
takeKeyFromAddress();
checkOrSayWhyNot();
