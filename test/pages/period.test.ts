import type { Page } from 'playwright-core';
import { pageScript, periodPage, verifierPage, type PageScript } from '../../ledger/report';
import { sampleOf } from '../../ledger/report/period/sample';
import { defaultTargets, type Terms } from '../../ledger/report/period/targets';
import { judgePeriod } from '../../ledger/report/words';
import type { PeriodBundle } from '../../ledger/types';
import { readPeriodEvidence } from '../../ledger/verify/period';
import { examplePeriod } from '../support/examplePeriod';
import { barriers } from './support/accessibility';
import { choose, openPages, thereIsABrowser, verdictOn, whereThereIsABrowser, withKey } from './support/pages';

jest.setTimeout(60_000);

const { open, file } = openPages();
const terms: Terms = { targets: defaultTargets, timeZone: 'Asia/Riyadh' };

let script: PageScript;
let period: PeriodBundle;
let vkey: string;
let ids: string[];
let html: string;

beforeAll(async () => {
	if (!thereIsABrowser) return;
	[script, { period, vkey, ids }] = await Promise.all([pageScript(), examplePeriod()]);
	html = periodPage(JSON.stringify(period), terms, script);
});

const withPeriod = (changed: object): string => html.replace(/(id="period">)[^]*?(<\/script>)/, (_, start: string, end: string) => `${start}${JSON.stringify(changed).replaceAll('<', '\\u003c')}${end}`);
const textsOf = (page: Page, selector: string) => page.locator(selector).allInnerTexts();

/** What a case is shown by is no place on the page: the script shows it in the report's stead. */
const barriersOn = async (page: Page) => (await barriers(page)).filter((barrier) => !/^<a href="#show=\w+"> leads nowhere$/.test(barrier));

whereThereIsABrowser('a period opened from a file, without a network', () => {
	it('is green with the key in its address, and says how it went', async () => {
		const page = await open(html, withKey(vkey));
		expect(await verdictOn(page)).toEqual({ tone: 'good', heading: 'The evidence holds.', detail: expect.stringContaining('all cases and records that the ledger signed for are there, signed with the key you gave') });
		expect(await page.locator('h1').innerText()).toBe('2026-07-01 to 2026-09-30');
		expect(await page.locator('.verdict').innerText()).toMatch(/96\.2 % in time\s+256 of 266 steps were read back within their targets\.\s+32 of 38 cases kept their own deadline\./);
		expect(await page.locator('#population tbody tr').count()).toBe(38);
		expect(await page.locator('#late tbody tr').count()).toBe(10);
		expect(await page.locator('#not-counted tbody tr').count()).toBe(3);
		expect(await page.locator('.histogram').count()).toBe(6);
	});

	it('is amber without a key, green once it is typed in, red for another one', async () => {
		const page = await open(html);
		expect((await verdictOn(page)).tone).toBe('warn');
		const typed = async (key: string) => {
			await page.getByLabel('Key of the ledger').fill(key);
			await page.keyboard.press('Enter');
			return (await verdictOn(page)).tone;
		};
		expect(await typed('something else')).toBe('warn');
		expect(await page.locator('#population tbody tr').count()).toBe(38);
		expect(await typed(vkey)).toBe('good');
		expect(await typed('evidence.example.com/jml+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea')).toBe('bad');
		expect(await page.locator('#population, #tools form').count()).toBe(0);
	});

	it.each<[string, () => object, string | null]>([
		['a record', () => ({ ...period, cases: period.cases.with(3, { ...period.cases[3]!, records: period.cases[3]!.records.with(2, { ...period.cases[3]!.records[2]!, body: '{}' }) }) }), 'hr_event_20260707_4_103'],
		['a case, left out', () => ({ ...period, cases: period.cases.toSpliced(5, 1) }), 'hr_event_20260711_6_105'],
		['the last case, left out', () => ({ ...period, cases: period.cases.slice(0, -1) }), 'hr_event_20260919_41_140'],
		['a hash', () => ({ ...period, nodes: { ...period.nodes, '0-1': vkey } }), null],
		['the period itself', () => ({ ...period, to: '2026-10-01T21:00:00.000Z' }), null],
	])('G05: red when %s was changed, in the words of jml verify, with the first bad case named', async (_, change, caseId) => {
		const page = await open(withPeriod(change()), withKey(vkey));
		const { heading, detail } = judgePeriod(readPeriodEvidence(JSON.stringify(change()), { vkey }));
		expect(await verdictOn(page)).toEqual({ tone: 'bad', heading, detail });
		if (caseId !== null) expect((await textsOf(page, '#cases .first-bad, #cases .alarm')).join()).toContain(caseId);
		expect(await page.locator('#population, #figures').count()).toBe(0);
	});

	it('shows after checking what Node had written, word for word', async () => {
		const [before, after] = [await open(html, { scripts: false }), await open(html)];
		for (const part of ['#head', '#report']) expect(await after.locator(part).innerText()).toBe(await before.locator(part).innerText());
		expect(await verdictOn(before)).toMatchObject({ tone: 'plain', heading: 'Nothing has been checked yet.' });
		const [shown, ...data] = html.split('<script');
		const lied = await open([shown!.replaceAll('96.2 %', '99.9 %').replaceAll('Ines Halvorsen', 'Jamie Lee'), ...data].join('<script'), withKey(vkey));
		expect(await lied.locator('#report').innerText()).toBe(await before.locator('#report').innerText());
	});

	it('draws the sample of whoever types a seed, and shows each case of it in full', async () => {
		const page = await open(html, withKey(vkey));
		await page.getByText('Draw a random sample').click();
		expect(await page.getByLabel('Cases to draw').inputValue()).toBe('5');
		await page.getByLabel('Seed').fill('2026-10-05 Kestrel');
		await page.getByLabel('Cases to draw').fill('7');
		await page.getByRole('button', { name: 'Draw' }).click();
		const population = (await textsOf(page, '#population [data-case]'));
		expect(await textsOf(page, '#sample-result [data-case]')).toEqual(sampleOf(population, '2026-10-05 Kestrel', 7));
		expect(population).toHaveLength(38);

		const [first] = sampleOf(population, '2026-10-05 Kestrel', 7);
		await page.locator('#sample-result a').first().click();
		await page.locator('#records').waitFor();
		expect(await page.locator('#head').innerText()).toContain(first);
		expect(await page.locator('#steps tbody tr').count()).toBe(7);
		expect((await verdictOn(page)).tone).toBe('good');
		await page.getByRole('link', { name: 'record 2' }).first().click();
		expect(await page.locator('#records').count()).toBe(1);
		await page.getByRole('link', { name: 'Back to the period' }).first().click();
		// The page follows its address a moment after it has changed.
		await page.locator('#population').waitFor();
		expect(await page.locator('#population tbody tr').count()).toBe(38);
		expect(await textsOf(page, '#sample-result [data-case]')).toHaveLength(7);
		await page.goBack();
		await page.goBack();
		await page.locator('#records').waitFor();
		expect(await page.locator('#records').count()).toBe(1);
	});

	it('compares the people in it with HR’s own list', async () => {
		const page = await open(html);
		await page.getByText('Compare with HR’s own list').click();
		const listed = ids.map((id) => id.split('_').at(-2)!).filter((id) => !['3', '21', '30', '40'].includes(id));
		await page.getByLabel('HR’s ids').fill([...listed, '99'].join('\n'));
		await page.getByRole('button', { name: 'Compare' }).click();
		expect(await page.locator('#compare-result').innerText()).toMatch(/On both\s+37\s+Only HR’s\s+1: 99\s+Only here\s+1: 3\s/);
		await page.getByLabel('Who is on the list').selectOption('mover');
		await page.getByLabel('HR’s ids').fill('22');
		await page.getByRole('button', { name: 'Compare' }).click();
		expect(await page.locator('#compare-result').innerText()).toContain('Both lists name the same people.');
	});

	it('judges by the targets that somebody types in', async () => {
		const page = await open(html);
		await page.getByText('Judge by other targets').click();
		await page.getByLabel('sign-in').fill('200');
		await page.getByRole('button', { name: 'Judge by these' }).click();
		expect(await page.locator('.verdict').innerText()).toContain('97.3 % in time');
		expect(await page.locator('#method').innerText()).toContain('sign-in 200 min');
	});

	it('runs nothing that a record holds', async () => {
		const hostile = await examplePeriod([{ ends: { step: 'blockSignIn', outcome: 'failed', verified: false, reason: '<img src=x onerror=alert(1)></script><script>alert(2)</script>' } }]);
		const page = await open(periodPage(JSON.stringify(hostile.period), terms, script));
		expect(await page.locator('#late').innerText()).toContain('<img src=x onerror=alert(1)>');
		expect(await page.locator('img').count()).toBe(0);
	});

	it('without a single case is a page as well', async () => {
		const empty = await examplePeriod([]);
		const page = await open(periodPage(JSON.stringify(empty.period), terms, script));
		expect(await page.locator('.verdict').innerText()).toContain('Nothing to time');
		expect(await barriers(page)).toEqual([]);
	});

	it.each([['light', false], ['dark', true]])('everybody can read it, %s', async (_, dark) => {
		const toolsOpen = await open(html, { dark, ...withKey(vkey) });
		for (const summary of await toolsOpen.locator('.tool > summary').all()) await summary.click();
		const broken = await open(withPeriod({ ...period, cases: period.cases.toSpliced(5, 1) }), { dark });
		const one = await open(html, { dark, fragment: `#show=${ids[0]!}` });
		expect(await one.locator('#records').count()).toBe(1);
		for (const page of [toolsOpen, broken, one, await open(html, { dark, scripts: false })]) expect(await barriersOn(page)).toEqual([]);
	});

	it('fits any screen: nothing is wider than it', async () => {
		for (const width of [320, 390, 768, 1024, 1200]) {
			const page = await open(html, { width, ...withKey(vkey) });
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
		}
	});

	it('prints without what only a screen can do', async () => {
		const page = await open(html, withKey(vkey));
		expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
		await page.emulateMedia({ media: 'print' });
		for (const selector of ['#head', '#check', '.bars', '#late', '#population', '#method', '#proofs']) expect(await page.locator(selector).isVisible()).toBe(true);
		for (const selector of ['#known', '#tools', '.skip']) expect(await page.locator(selector).isVisible()).toBe(false);
	});
});

whereThereIsABrowser('the verifier page', () => {
	const judged = async (page: Page, ...files: string[]) => {
		await choose(page, ...files);
		return await page.locator('#check').innerText();
	};

	it('checks a period that is dropped on it, as JSON or as a page, and whether that page was changed', async () => {
		const page = await open(verifierPage(script));
		expect(await judged(page, file('period.json', JSON.stringify(period)), file('key.txt', vkey))).toContain('The evidence holds.');
		expect(await page.locator('#population tbody tr').count()).toBe(38);
		expect(await judged(page, file('period.html', html))).toContain('The page shows what the evidence in it says.');
		expect(await judged(page, file('lied.html', html.replace('96.2 %', '99.9 %')))).toContain('The page around the evidence was CHANGED');
		expect(await page.locator('.verdict').innerText()).toContain('96.2 %');
	});
});
