import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';

import type { RunningN8n } from './server';

/** Chromium as root, in a container, without a network: it must neither sandbox itself nor call home. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--force-color-profile=srgb'];

const NODE = '[data-test-id="canvas-node"]';
const TIMEOUT_MS = 30_000;

export interface BrowserProblem {
	kind: 'console' | 'page' | 'request';
	text: string;
	url: string;
}

export interface Editor {
	readonly page: Page;
	/** Everything that the browser has complained about since the editor was opened. */
	readonly problems: readonly BrowserProblem[];
	openWorkflow(id: string): Promise<void>;
	openExecution(workflowId: string, executionId: string): Promise<void>;
	/** Opens the panel of a node on the canvas. */
	openNode(name: string): Promise<void>;
	screenshot(file: string): Promise<void>;
	close(): Promise<void>;
}

/** The editor in a headless Chromium, signed in as the owner. */
export async function openEditor(n8n: RunningN8n, options: { chromiumPath: string; width?: number; height?: number; scale?: number; dark?: boolean }): Promise<Editor> {
	const browser = await chromium.launch({ executablePath: options.chromiumPath, headless: true, args: FLAGS });
	const context = await browser.newContext({
		viewport: { width: options.width ?? 1600, height: options.height ?? 900 },
		deviceScaleFactor: options.scale ?? 1,
		colorScheme: options.dark ? 'dark' : 'light',
		locale: 'en-GB',
	});
	await signIn(context, n8n);
	const page = await context.newPage();
	page.setDefaultTimeout(TIMEOUT_MS);
	const problems = collectProblems(page);
	return {
		page,
		problems,
		openWorkflow: async (id) => {
			await page.goto(`${n8n.url}/workflow/${id}`);
			await showCanvas(page.mainFrame());
		},
		openExecution: async (workflowId, executionId) => {
			await page.goto(`${n8n.url}/workflow/${workflowId}/executions/${executionId}`);
			await page.locator('[data-test-id="execution-preview-label"]').waitFor();
			await showCanvas(await frameWithCanvas(page));
		},
		openNode: async (name) => {
			await page.locator(`${NODE}[data-node-name="${name}"]`).dblclick();
			await page.locator('[data-test-id="ndv"], [data-test-id="node-parameters"]').first().waitFor();
		},
		screenshot: async (file) => {
			await page.screenshot({ path: file, animations: 'disabled' });
		},
		close: () => close(browser),
	};
}

/** The session's cookie is bound to its browser id, which the editor reads from the local storage. */
async function signIn(context: BrowserContext, n8n: RunningN8n): Promise<void> {
	await context.addCookies([...n8n.session.cookies].map(([name, value]) => ({ name, value, url: n8n.url })));
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), n8n.session.browserId);
}

function collectProblems(page: Page): BrowserProblem[] {
	const problems: BrowserProblem[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') problems.push({ kind: 'console', text: message.text(), url: message.location().url });
	});
	page.on('pageerror', (error) => problems.push({ kind: 'page', text: error.stack ?? error.message, url: page.url() }));
	page.on('requestfailed', (request) => {
		const why = request.failure()?.errorText ?? '';
		// The editor cancels what it no longer needs.
		if (why !== 'net::ERR_ABORTED') problems.push({ kind: 'request', text: why, url: request.url() });
	});
	return problems;
}

/** An execution is shown in a frame of its own. */
async function frameWithCanvas(page: Page): Promise<Frame> {
	const frame = await page.locator('iframe').first().elementHandle({ timeout: 3000 }).catch(() => null);
	return (await frame?.contentFrame()) ?? page.mainFrame();
}

/** Waits until the nodes are drawn, then brings all of them into view. */
async function showCanvas(frame: Frame): Promise<void> {
	await frame.locator(NODE).first().waitFor({ timeout: TIMEOUT_MS });
	await frame.locator('[data-test-id="zoom-to-fit"]').click({ timeout: 5000 }).catch(() => undefined);
	// The canvas glides to its place; two equal frames say that it has arrived.
	await frame.waitForFunction(
		(selector) => {
			const { x = 0, y = 0, width = 0 } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
			const now = [x, y, width].join();
			const scope = window as unknown as { jmlSeen?: string; jmlStill?: number };
			scope.jmlStill = scope.jmlSeen === now ? (scope.jmlStill ?? 0) + 1 : 0;
			scope.jmlSeen = now;
			return scope.jmlStill > 10;
		},
		NODE,
		{ timeout: 10_000 },
	);
}

async function close(browser: Browser): Promise<void> {
	await browser.close();
}
