import type { Page } from 'playwright-core';
import { evidencePage, judge, pageScript, verifierPage, type PageScript } from '../../ledger/report';
import type { BundleRecord } from '../../ledger/types';
import { readEvidence, type Known } from '../../ledger/verify';
import { exampleCase, type Example } from '../support/exampleCase';
import { barriers } from './support/accessibility';
import { choose, openPages, thereIsABrowser, verdictOn, whereThereIsABrowser, withKey } from './support/pages';

jest.setTimeout(60_000);

const { open, openAnyway, file } = openPages();

let script: PageScript;
let example: Example;
let bundle: string;
let html: string;

beforeAll(async () => {
	if (!thereIsABrowser) return;
	[script, example] = await Promise.all([pageScript(), exampleCase({ connected: true })]);
	bundle = JSON.stringify(example.bundle);
	html = evidencePage(bundle, script);
});

const tones = { holds: 'good', alone: 'warn', broken: 'bad', unusable: 'warn' };
const expectedOf = (text: string, known: Known = {}) => {
	const { state, heading, detail } = judge(readEvidence(text, known));
	return { tone: tones[state], heading, detail };
};

/** With the file’s own escapes, as somebody with an editor would do it. */
const editIn = (page: string, from: string, to: string, after = ''): string => {
	const at = page.indexOf(from, page.indexOf(after, page.indexOf('id="bundle"')));
	if (at < 0) throw new Error(`There is no ${from}`);
	return page.slice(0, at) + to + page.slice(at + from.length);
};
const bundleIn = (page: string): string => /id="bundle">([^]*?)<\/script>/.exec(page)![1]!;

const withRecords = (page: string, change: (records: BundleRecord[]) => BundleRecord[]): string =>
	page.replace(bundleIn(page), () => JSON.stringify({ ...example.bundle, records: change(example.bundle.records) }));

whereThereIsABrowser('evidence opened from a file, without a network', () => {
	it('is green with the key in its address', async () => {
		const page = await open(html, withKey(example.vkey));
		expect(await verdictOn(page)).toEqual({ tone: 'good', heading: 'The evidence holds.', detail: expect.stringContaining('signed with the key you gave') });
		expect(await page.locator('#vkey').inputValue()).toBe(example.vkey);
		expect(await page.locator('h1').innerText()).toBe('Mateo Rivas');
		expect(await page.title()).toBe(`Mateo Rivas: Complete – evidence of case ${example.bundle.caseId}`);
	});

	it('is amber without, green once the key is typed in, amber for no key, red for another one', async () => {
		const page = await open(html);
		expect(await verdictOn(page)).toEqual(expectedOf(bundle));
		expect((await verdictOn(page)).tone).toBe('warn');
		const typed = async (key: string) => {
			await page.getByLabel('Key of the ledger').fill(key);
			await page.keyboard.press('Enter');
			return await verdictOn(page);
		};
		expect((await typed(` ${example.vkey}\n`)).tone).toBe('good');
		expect(await typed('something else')).toMatchObject({ tone: 'warn', heading: 'It could not be checked.' });
		// What was given was of no use; the evidence is no worse for it.
		expect(await page.locator('h1').innerText()).toBe('Mateo Rivas');
		expect(await typed('evidence.example.com/jml+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea')).toMatchObject({ tone: 'bad', heading: 'The evidence does NOT hold.' });
		expect(await page.locator('h1').innerText()).toBe('Evidence that does not hold');
		expect((await typed(example.vkey)).tone).toBe('good');
	});

	it('compares with a checkpoint that was kept, pasted or from a file', async () => {
		const page = await open(html, withKey(example.vkey));
		await page.getByText('You also hold a checkpoint').click();
		await page.getByLabel('Checkpoint that you kept earlier').fill(example.held.replaceAll('\n', '\r\n').trimEnd());
		await page.getByRole('button', { name: 'Check' }).click();
		expect(await verdictOn(page)).toEqual({ tone: 'good', heading: 'The evidence holds.', detail: expect.stringContaining('nothing was rewritten since') });
		await page.getByLabel('or the file it is in').setInputFiles(file('checkpoint', example.bundle.checkpoint));
		await page.getByText('The checkpoint is the one you hold').waitFor();
		await page.getByLabel('Checkpoint that you kept earlier').fill(example.held.replace('scenarios.test', 'elsewhere.test'));
		await page.getByRole('button', { name: 'Check' }).click();
		expect((await verdictOn(page)).tone).toBe('bad');
	});

	it.each<[string, (page: string) => string, number | null]>([
		['content of a record', (page) => withRecords(page, (records) => records.with(7, { ...records[7]!, body: records[7]!.body!.replace('okta', 'Okta') })), 8],
		['an entry', (page) => editIn(page, '\\"kind\\":\\"case.closed\\"', '\\"kind\\":\\"case.opened\\"'), 23],
		['a proof', (page) => editIn(page, '"proof":["', '"proof":["A'), 1],
		['the checkpoint', (page) => editIn(page, '"checkpoint":"scenarios', '"checkpoint":"scenaris'), null],
		['the statement', (page) => editIn(page, '\\"records\\":23', '\\"records\\":22'), null],
		['what it continues', (page) => editIn(page, '"consistency":{"size":22', '"consistency":{"size":21'), null],
		['the last record, left out', (page) => page.replace(/,\{"entry":"(?:[^"\\]|\\.)*case\.closed[^]*\]\}\]/, ']'), 23],
		['two records, exchanged', (page) => withRecords(page, (records) => records.with(4, records[5]!).with(5, records[4]!)), 5],
		['the end, cut off', (page) => page.replace(/.{60}<\/script>/, '</script>'), null],
	])('G05: red when %s was changed, in the words of jml verify, with the first bad record marked', async (_, change, record) => {
		const changed = change(html);
		expect(changed === html).toBe(false);
		const page = await open(changed, withKey(example.vkey));
		expect(await verdictOn(page)).toEqual(expectedOf(bundleIn(changed), { vkey: example.vkey }));
		expect((await verdictOn(page)).tone).toBe('bad');
		expect(await page.locator('.first-bad, .alarm').count()).toBe(record === null ? 0 : 1);
		if (record !== null && record <= 22) expect(await page.locator('tr.first-bad').getAttribute('id')).toBe(`record-${record}`);
		// Nothing is shown as if it were so.
		expect(await page.locator('#steps, #overview').count()).toBe(0);
	});

	it('what is read is what was checked: words that were changed in the file are gone', async () => {
		const changed = html.replaceAll('Mateo Rivas', 'Jamie Lee').replace('>Complete<', '>Incomplete<').replace('Done, read back', 'Never done');
		const page = await open(editIn(html, bundleIn(html), bundleIn(html)), withKey(example.vkey));
		const shown = await page.locator('body').innerText();
		const lied = await open(changed.replace(bundleIn(changed), () => bundleIn(html)), withKey(example.vkey));
		expect(await lied.locator('body').innerText()).toBe(shown);
		expect(await lied.title()).toBe(await page.title());
	});

	it('shows after checking what Node had written, element for element', async () => {
		const [before, after] = [await open(html, { scripts: false }), await open(html)];
		for (const part of ['#head', '#report']) expect(await after.locator(part).innerHTML()).toBe(await before.locator(part).innerHTML());
	});

	it('without scripts it can be read, and says that nothing was checked', async () => {
		const page = await open(html, { scripts: false });
		expect(await verdictOn(page)).toMatchObject({ tone: 'plain', heading: 'Nothing has been checked yet.' });
		expect(await page.locator('#known').isVisible()).toBe(false);
		expect(await page.locator('#steps tbody tr').count()).toBe(10);
	});

	it('a script that was changed does not run: the page says that nothing was checked', async () => {
		const one = await openAnyway(html.replace('takeFiles', 'takefiles'));
		expect(await verdictOn(one.page)).toMatchObject({ heading: 'Nothing has been checked yet.' });
		expect(one.complaints.join()).toContain('policy: script-src');
		await one.close();
	});

	it('runs nothing that a record holds', async () => {
		const hostile = await exampleCase({ name: '<img src=x onerror=alert(1)></script><script>alert(2)</script>' });
		const page = await open(evidencePage(JSON.stringify(hostile.bundle), script));
		expect(await page.locator('h1').innerText()).toBe('<img src=x onerror=alert(1)></script><script>alert(2)</script>');
		expect(await page.locator('img').count()).toBe(0);
	});

	it('prints', async () => {
		const page = await open(html, withKey(example.vkey));
		const pdf = await page.pdf({ format: 'A4' });
		expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
		await page.emulateMedia({ media: 'print' });
		for (const selector of ['#head', '#check', '#steps', '#sign-off', '#requests', '#records']) expect(await page.locator(selector).isVisible()).toBe(true);
		for (const selector of ['#known', '.skip']) expect(await page.locator(selector).isVisible()).toBe(false);
		for (const { requestId } of example.bundle.records.flatMap(({ body }) => (JSON.parse(body!) as { content: { calls?: { requestId: string }[] } }).content.calls ?? [])) {
			expect(await page.getByText(requestId, { exact: true }).first().isVisible()).toBe(true);
		}
	});

	it.each([['light', false], ['dark', true]])('everybody can read it, %s', async (_, dark) => {
		for (const page of [await open(html, { dark, ...withKey(example.vkey) }), await open(editIn(html, 'SUSPENDED', 'ACTIVE'), { dark }), await open(html, { dark }), await open(html, { dark, scripts: false }), await open(verifierPage(script), { dark })]) {
			expect(await barriers(page)).toEqual([]);
		}
	});

	it('fits any screen: nothing is wider than it', async () => {
		for (const width of [320, 390, 768, 1024, 1040]) {
			const page = await open(html, { width, ...withKey(example.vkey) });
			// The hour decides whether the day there is another one, and stands beside the time.
			for (const there of ['20:52:36 America/New_York', '2026-11-21 20:52:36 America/Argentina/Buenos_Aires']) {
				await page.evaluate((text) => document.querySelectorAll('time .local').forEach((one) => (one.textContent = text)), there);
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
			}
		}
	});

	it('is worked with the keyboard: the first stop skips to the report', async () => {
		const page = await open(html);
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the report');
		await page.keyboard.press('Enter');
		expect(page.url()).toMatch(/#report$/);
		expect(await page.locator('#check').getAttribute('role')).toBe('status');
	});
});

whereThereIsABrowser('the verifier page', () => {
	const judged = async (page: Page, ...files: string[]) => {
		await choose(page, ...files);
		return await verdictOn(page);
	};

	it('checks what is dropped on it: JSON or a page, with key and checkpoint in files or typed in', async () => {
		for (const evidence of [file('evidence.json', JSON.stringify(example.bundle, null, 1)), file('evidence.html', html)]) {
			const page = await open(verifierPage(script));
			expect(await page.locator('h1').innerText()).toBe('Verifier');
			expect(await judged(page, evidence)).toMatchObject({ tone: 'warn', heading: 'The evidence holds in itself.' });
			expect(await page.locator('h1').innerText()).toBe('Mateo Rivas');
			expect((await judged(page, file('key.txt', `${example.vkey}\n`), file('checkpoint', example.held)))).toMatchObject({ tone: 'good', detail: expect.stringContaining('nothing was rewritten since') });
		}
	});

	it('says whether the page that was dropped shows what the evidence in it says', async () => {
		const page = await open(verifierPage(script));
		await choose(page, file('evidence.html', html));
		expect(await page.locator('#check').innerText()).toContain('The page shows what the evidence in it says.');
		await choose(page, file('lied.html', html.replace('>Complete<', '>Incomplete<')));
		expect(await page.locator('#check').innerText()).toContain('The page around the evidence was CHANGED');
		expect(await page.locator('.verdict .word').innerText()).toBe('Complete');
	});

	it.each([
		['a bundle that was changed', () => bundle.replace('SUSPENDED', 'SUSPENDEd')],
		['something else', () => 'something else'],
		['nothing', () => ''],
	])('says of %s what jml verify says', async (_, content) => {
		const page = await open(verifierPage(script));
		expect(await judged(page, file('it', content()))).toEqual(expectedOf(content()));
	});

	it('takes files that are dropped anywhere on it', async () => {
		const page = await open(verifierPage(script));
		await page.evaluate((text) => {
			const files = new DataTransfer();
			files.items.add(new File([text], 'evidence.json'));
			document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
		}, bundle);
		await page.locator('#check .banner').waitFor();
		expect(await verdictOn(page)).toMatchObject({ heading: 'The evidence holds in itself.' });
	});
});
