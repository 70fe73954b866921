/// <reference lib="dom" />
import type { Known } from '../../verify';
import { aboutPage, banner } from '../page/check';
import type { PageScript } from '../page/document';
import { h, type Markup } from '../page/markup';
import { shownPeriod } from '../period/browser';
import { termsText } from '../period/page/document';
import { defaultTerms, termsIn } from '../period/targets';
import { comparePage, comparePeriodPage, recognise } from '../recognise';
import { shownCase } from './case';
import { byId, show, type Shown } from './page';

/** Set by the build. */
declare const packVersion: string;

const ownScript: PageScript = { version: packVersion, text: document.currentScript?.textContent ?? '' };
const [vkey, checkpoint] = [byId<HTMLInputElement>('vkey'), byId<HTMLTextAreaElement>('checkpoint')];

const carried = (): Shown | null => {
	const [bundle, period] = [byId('bundle')?.textContent, byId('period')?.textContent];
	if (typeof period === 'string') return shownPeriod(period, termsIn(termsText(byId('terms')?.textContent ?? undefined)));
	return typeof bundle === 'string' ? shownCase(bundle) : null;
};

/** What is checked: the evidence this page carries, or what was dropped on it. */
let evidence = carried();
/** What is to be said of the page the evidence came in. */
let around: Markup[] = [];

const known = (): Known => {
	const [key, held] = [vkey?.value.trim() ?? '', checkpoint?.value.trim() ?? ''];
	return { ...(key === '' ? {} : { vkey: key }), ...(held === '' ? {} : { checkpoint: held }) };
};

const check = (): void => {
	if (evidence !== null) show('check', [evidence.check(known()), ...around]);
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
	show('tools', []);
	show('report', []);
};

/** Bytes that are not UTF-8 are refused rather than replaced, since the hashes are over bytes. */
const read = async (file: Blob): Promise<string> => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());

const take = (text: string): void => {
	const handed = recognise(text);
	switch (handed.kind) {
		case 'key':
			vkey!.value = handed.text;
			return;
		case 'checkpoint':
			checkpoint!.value = handed.text;
			return;
		case 'period':
			around = [];
			evidence = shownPeriod(handed.text, defaultTerms);
			return;
		case 'periodPage':
			around = [aboutPage(comparePeriodPage(handed.page, handed.text, handed.terms, ownScript))];
			evidence = shownPeriod(handed.text, termsIn(handed.terms));
			return;
		case 'page':
			around = [aboutPage(comparePage(handed.page, handed.text, ownScript))];
			evidence = shownCase(handed.text);
			return;
		default:
			around = [];
			evidence = shownCase(handed.text);
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
const takeKeyFromAddress = (): boolean => {
	const given = /^#key=(.+)$/.exec(location.hash)?.[1];
	if (given !== undefined) vkey!.value = decodeURIComponent(given);
	return given !== undefined;
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
		if (takeKeyFromAddress()) checkOrSayWhyNot();
		else evidence?.look?.(location.hash);
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
