import { ensureBuilt } from './build.mjs';
import { chromium } from './chromium.mjs';
import { ensureN8n } from './n8n.mjs';
import { node24 } from './node24.mjs';
import { postgresPrograms } from './postgres.mjs';
import { redisServer } from './redis.mjs';

/** @typedef {{ build?: boolean, n8n?: boolean, browser?: boolean, servers?: boolean }} Needs */

/**
 * What each jest project needs beside a Node 24. `unit` needs nothing, so that it answers within a minute on a fresh clone.
 * @type {Record<string, Needs>}
 */
export const projects = {
	unit: {},
	contract: {},
	// It starts its own PostgreSQL: see test/stores/support/setup.mjs.
	stores: {},
	// It starts its own Samba: see test/directory/support/setup.ts.
	directory: { build: true },
	nodes: { build: true },
	package: { build: true },
	scenarios: { build: true },
	// Pages that are opened from a file.
	pages: { browser: true },
	e2e: { build: true, n8n: true, browser: true, servers: true },
};

/** A real n8n, told to whoever drives it in the variables that scripts/n8n/environment.ts reads. */
async function n8nEnv() {
	return { JML_NODE: await node24(), JML_N8N: await ensureN8n() };
}

async function browserEnv() {
	const browser = await chromium();
	return 'path' in browser ? { JML_CHROMIUM: browser.path } : { JML_CHROMIUM_MISSING: browser.reason };
}

/** What n8n needs to run on several machines. */
async function serversEnv() {
	const postgres = await postgresPrograms();
	const redis = await redisServer();
	if ('path' in postgres && 'path' in redis) return { JML_POSTGRES_PROGRAMS: postgres.path, JML_REDIS: redis.path };
	return { JML_SERVERS_MISSING: [postgres, redis].flatMap((one) => ('reason' in one ? one.reason : [])).join(' ') };
}

/** All of it, one after the other: each of them keeps the network busy. */
export const runtimeEnv = () => prepare({ n8n: true, browser: true, servers: true });

/**
 * @param {Needs} needs
 * @returns {Promise<Record<string, string>>} variables to add to the environment
 */
export async function prepare({ build = false, n8n = false, browser = false, servers = false }) {
	if (build) await ensureBuilt();
	return { ...(n8n ? await n8nEnv() : {}), ...(servers ? await serversEnv() : {}), ...(browser ? await browserEnv() : {}) };
}
