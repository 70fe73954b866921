import type { Page } from 'playwright-core';
import { chromiumFromEnvironment } from '../../../scripts/n8n/environment';
import { startReader, type Opened, type Options, type Reader } from './browser';

const browser = chromiumFromEnvironment();
export const thereIsABrowser = 'path' in browser;
export const whereThereIsABrowser = thereIsABrowser ? describe : describe.skip;

export interface Pages extends Pick<Reader, 'file'> {
	/** What this page complains about, or asks for, fails the test. */
	open(html: string, options?: Options): Promise<Page>;
	/** For a test that expects complaints. */
	openAnyway: Reader['open'];
}

/** One browser for all tests of a file, which closes after each what it opened. */
export const openPages = (): Pages => {
	let reader: Reader;
	const opened: Opened[] = [];

	beforeAll(async () => {
		if ('path' in browser) reader = await startReader(browser.path);
	});
	afterEach(async () => {
		for (const one of opened.splice(0)) {
			await one.close();
			expect(one.complaints).toEqual([]);
		}
	});
	afterAll(() => reader?.stop());

	return {
		open: async (html, options) => {
			const one = await reader.open(html, options);
			opened.push(one);
			return one.page;
		},
		openAnyway: (html, options) => reader.open(html, options),
		file: (name, content) => reader.file(name, content),
	};
};

export const withKey = (vkey: string): Options => ({ fragment: `#key=${encodeURIComponent(vkey)}` });

export const verdictOn = async (page: Page): Promise<{ tone: string; heading: string; detail: string }> => ({
	tone: (await page.locator('#check .banner').getAttribute('class'))!.replace('banner ', ''),
	heading: await page.locator('#check h2').innerText(),
	detail: await page.locator('#check .banner p').first().innerText(),
});

/** Until the page has judged what was chosen. */
export const choose = async (page: Page, ...files: string[]): Promise<void> => {
	// Files are read in the background: what stands there already is the verdict over those chosen before.
	await page.evaluate(() => document.querySelector('#check .banner')?.setAttribute('data-before', ''));
	await page.locator('#files').setInputFiles(files);
	await page.locator('#check .banner:not([data-before])').waitFor();
};
