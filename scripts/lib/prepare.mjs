import { ensureBuilt } from './build.mjs';
import { chromium } from './chromium.mjs';
import { ensureN8n } from './n8n.mjs';
import { node24 } from './node24.mjs';

/**
 * What each jest project needs beside a Node 24. `unit` needs nothing, so that it answers within a minute on a fresh clone.
 * @type {Record<string, { build?: boolean, n8n?: boolean, browser?: boolean }>}
 */
export const projects = {
	unit: {},
	contract: {},
	// It starts its own PostgreSQL: see test/stores/support/setup.mjs.
	stores: {},
	nodes: { build: true },
	package: { build: true },
	scenarios: { build: true },
	e2e: { build: true, n8n: true, browser: true },
};

/** A real n8n, told to whoever drives it in the variables that scripts/n8n/environment.ts reads. */
async function n8nEnv() {
	return { JML_NODE: await node24(), JML_N8N: await ensureN8n() };
}

async function browserEnv() {
	const browser = await chromium();
	return 'path' in browser ? { JML_CHROMIUM: browser.path } : { JML_CHROMIUM_MISSING: browser.reason };
}

/** Both, one after the other: each of them keeps the network busy. */
export async function runtimeEnv() {
	return { ...(await n8nEnv()), ...(await browserEnv()) };
}

/**
 * @param {{ build?: boolean, n8n?: boolean, browser?: boolean }} needs
 * @returns {Promise<Record<string, string>>} variables to add to the environment
 */
export async function prepare({ build = false, n8n = false, browser = false }) {
	if (build) await ensureBuilt();
	return { ...(n8n ? await n8nEnv() : {}), ...(browser ? await browserEnv() : {}) };
}
