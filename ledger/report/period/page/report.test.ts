import { quarter, writePeriod, type Story } from '../../../../test/support/examplePeriod';
import { temporaryLedger } from '../../../../test/support/temporaryLedger';
import { casesIn } from '../../../../lifecycle/period/cases';
import type { PageScript } from '../../page/document';
import { recognise, comparePeriodPage } from '../../recognise';
import { defaultTerms } from '../targets';
import { periodPage } from './document';

const day = 24 * 60 * 60_000;
const script: PageScript = { version: '0.0.0', text: '"use strict";' };

/** The text of a period; `then` may write more before it is exported. */
const textOf = async (told: readonly Story[], { start = Date.parse(quarter.from) + day, then = async (_: string[], __: Parameters<typeof writePeriod>[0]) => {} } = {}): Promise<string> => {
	const clock = { now: 0 };
	const ledger = await temporaryLedger(() => new Date(clock.now));
	const ids = await writePeriod(ledger, told, { clock, start, apartMs: day });
	await then(ids, ledger);
	clock.now = Date.parse(quarter.to) + day;
	const text = JSON.stringify(await ledger.exportPeriod(quarter, await casesIn(ledger, quarter)));
	await ledger.close();
	return text;
};
const headingsOf = (page: string) => [...page.matchAll(/<h[23][^>]*>([^<]*)<\/h[23]>/g)].map(([, text]) => text);

it('the same text, terms and script give the same page, and it is known for one', async () => {
	const text = await textOf([{}]);
	const page = periodPage(text, defaultTerms, script);
	expect(periodPage(text, defaultTerms, script)).toBe(page);
	const handed = recognise(`\ufeff${page}`);
	if (handed.kind !== 'periodPage') throw new Error(handed.kind);
	expect(handed.text).toBe(text);
	expect(comparePeriodPage(page, handed.text, handed.terms, script)).toEqual({ is: 'faithful' });
	expect(comparePeriodPage(page.replace('>Complete<', '>Incomplete<'), handed.text, handed.terms, script)).toEqual({ is: 'changed' });
	expect(comparePeriodPage(page, handed.text, { targets: { 'sign-in': 1 } }, script)).toEqual({ is: 'changed' });
	expect(recognise(text)).toEqual({ kind: 'period', text });
});

it('has a section only for what there is', async () => {
	expect(headingsOf(periodPage(await textOf([{}]), defaultTerms, script))).toEqual(['Nothing has been checked yet.', 'How it went', 'Within their targets', 'Not in time, and why', 'Open points and residual risk', 'Population', 'How this was computed', 'Proofs', 'Checkpoint', 'Statement of the period', 'Check it independently']);
	expect(headingsOf(periodPage(await textOf([]), defaultTerms, script))).toEqual(['Nothing has been checked yet.', 'How it went', 'Not in time, and why', 'Open points and residual risk', 'Population', 'How this was computed', 'Proofs', 'Checkpoint', 'Statement of the period', 'Check it independently']);
});

it('lists apart what is not counted, with the reason', async () => {
	const early = Date.parse(quarter.from) - 3 * day;
	const told: Story[] = [{ hrMinutes: 7 * 24 * 60 }, {}, {}, {}, { open: true }, { dryRun: true }, { erased: true }];
	const text = await textOf(told, {
		start: early,
		then: async (ids, ledger) => void (await ledger.append({ kind: 'event.superseded', caseId: ids[4]!, content: { workflow: 'w', key: 'k', why: 'rescinded' } })),
	});
	const page = periodPage(text, defaultTerms, script);
	expect(headingsOf(page).filter((text) => /took effect before|taken back|dry runs|erased|not counted/i.test(text!))).toEqual(['Not counted', 'Took effect before the period', 'Taken back by HR', 'Dry runs', 'Erased']);
	expect(page).toContain('1 that took effect before and were opened only in this period; 1 that HR took back; 1 dry run only; 1 with erased content');
});

it('evidence that does not hold gets no report, but the first bad case', async () => {
	const page = periodPage((await textOf([{}, {}])).replace('blockSignIn', 'blockSignin'), defaultTerms, script);
	expect(headingsOf(page)).toEqual(['Nothing has been checked yet.', 'Which case it is', 'Check it independently']);
	expect(page).toContain('Record 2');
	expect(headingsOf(periodPage('no JSON', defaultTerms, script))).toContain('Which case it is');
});

it('names the period by its days where it is one of whole days', async () => {
	const text = await textOf([]);
	const titleOf = (timeZone: string | null) => /<h1>([^<]*)</.exec(periodPage(text, { ...defaultTerms, timeZone }, script))![1];
	expect(titleOf('Asia/Riyadh')).toBe('2026-07-01 to 2026-09-30');
	expect(titleOf(null)).toBe('2026-06-30 21:00:00 UTC to 2026-09-30 21:00:00 UTC');
});
