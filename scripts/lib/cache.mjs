import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { say } from './progress.mjs';

const NAME = 'n8n-nodes-joiner-mover-leaver';
/** A holder that has not touched its lock for this long was killed. */
const STALE_MS = 30_000;

/** What is downloaded once per machine and shared by every clone. */
export function cacheFolder() {
	if (process.env.JML_CACHE) return process.env.JML_CACHE;
	if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, NAME);
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', NAME);
	if (process.platform === 'win32') return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), NAME, 'Cache');
	return join(homedir(), '.cache', NAME);
}

/** @param {string} lock */
function tryLock(lock) {
	try {
		mkdirSync(lock);
		writeFileSync(join(lock, 'pid'), String(process.pid));
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
		return false;
	}
}

/** @param {string} lock */
function isAbandoned(lock) {
	try {
		return Date.now() - statSync(lock).mtimeMs > STALE_MS;
	} catch {
		return false;
	}
}

/**
 * @template T
 * @param {string} lock a folder that exists while somebody holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function locked(lock, work) {
	for (let waited = 0; !tryLock(lock); waited++) {
		if (isAbandoned(lock)) {
			// Renaming first makes sure that only one of several waiters clears it.
			const aside = `${lock}.${randomBytes(4).toString('hex')}`;
			try {
				renameSync(lock, aside);
				rmSync(aside, { recursive: true, force: true });
			} catch {}
			continue;
		}
		if (waited % 20 === 0) say('waiting for another run that is installing the same thing');
		await sleep(500);
	}
	const touch = setInterval(() => {
		try {
			utimesSync(lock, new Date(), new Date());
		} catch {}
	}, STALE_MS / 10);
	try {
		return await work();
	} finally {
		clearInterval(touch);
		rmSync(lock, { recursive: true, force: true });
	}
}

/**
 * A folder of the cache, made at most once: filled beside its place and moved there when complete, so that neither a
 * killed run nor two runs at once leave half of it.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>}
 */
export async function cached(name, fill) {
	const folder = join(cacheFolder(), name);
	if (existsSync(folder)) return folder;
	mkdirSync(cacheFolder(), { recursive: true });
	return await locked(`${folder}.lock`, async () => {
		if (existsSync(folder)) return folder;
		const making = `${folder}.making`;
		rmSync(making, { recursive: true, force: true });
		mkdirSync(making, { recursive: true });
		await fill(making);
		renameSync(making, folder);
		return folder;
	});
}

/** @param {string} file */
export function readText(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
