import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Chromium as root, in a container: it must neither sandbox itself nor call home. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--force-color-profile=srgb'];

export interface Opened {
	page: Page;
	/** Whatever the page asked for beside itself, complained about, or was refused by its policy. */
	complaints: string[];
	close(): Promise<void>;
}

export interface Options {
	dark?: boolean;
	scripts?: boolean;
	width?: number;
	height?: number;
	/** Points of the screen for each of the page. */
	scale?: number;
	/** What follows the # of the address. */
	fragment?: string;
}

export interface Reader {
	/** The page as a file on disk, opened as an auditor would: without a network. */
	open(html: string, options?: Options): Promise<Opened>;
	/** A file to be chosen on a page. */
	file(name: string, content: string): string;
	stop(): Promise<void>;
}

export const startReader = async (executablePath: string): Promise<Reader> => {
	const browser: Browser = await chromium.launch({ executablePath, headless: true, args: flags });
	const directory = mkdtempSync(join(tmpdir(), 'jml-pages-'));
	const file = (name: string, content: string): string => {
		writeFileSync(join(directory, name), content);
		return join(directory, name);
	};
	return {
		file,
		open: async (html, { dark = false, scripts = true, width = 1200, height = 900, scale = 1, fragment = '' } = {}) => {
			const address = `${pathToFileURL(file('page.html', html)).href}${fragment}`;
			const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: scripts, offline: true, locale: 'en-GB' });
			const page = await context.newPage();
			const complaints: string[] = [];
			page.on('request', (request) => {
				if (request.url() !== address.split('#')[0]) complaints.push(`asked for ${request.url()}`);
			});
			page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
			page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
			page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
			await page.addInitScript(() => document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => console.error(`policy: ${violatedDirective}`)));
			await page.goto(address);
			return { page, complaints, close: () => context.close() };
		},
		stop: async () => {
			await browser.close();
			rmSync(directory, { recursive: true, force: true });
		},
	};
};
