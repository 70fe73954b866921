import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cached, cacheFolder } from './cache.mjs';
import { installFromDebian, onPath } from './debian.mjs';
import { node24, nodeHeaders } from './node24.mjs';
import { say, step } from './progress.mjs';
import { capture, cleanEnv } from './run.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'];

function fingerprint() {
	const hash = createHash('sha256');
	for (const file of files) hash.update(readFileSync(join(root, 'runtime', file)));
	return hash.digest('hex').slice(0, 12);
}

const compiler = ['python3', 'make', 'g++'];

/**
 * n8n's database driver has no ready-made binary for every platform, and its download is not reachable from everywhere.
 * @param {unknown} error what the installation failed with
 * @returns {Promise<void>} if the installation is worth another try
 */
async function provideCompiler(error) {
	const output = /** @type {{ output?: string }} */ (error).output ?? '';
	const missing = process.platform === 'win32' ? [] : compiler.filter((command) => !onPath(command));
	if (!/sqlite3/.test(output) || missing.length === 0) throw error;
	const why = await installFromDebian(`Installing ${missing.join(', ')} from Debian to compile n8n's database driver`, missing);
	if (why === undefined) return;
	const how = process.platform === 'darwin' ? 'Run `xcode-select --install`' : 'Install them';
	throw new Error(`n8n's database driver (sqlite3) has to be compiled, ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing, and ${why}. ${how}, then run this again.`, { cause: error });
}

/** @param {string} folder @param {(line: string) => void} note */
async function installInto(folder, note) {
	const nodeBinary = await node24();
	for (const file of files) copyFileSync(join(root, 'runtime', file), join(folder, file));
	const headers = nodeHeaders(nodeBinary);
	const env = cleanEnv(nodeBinary, { CI: 'true', ...(headers ? { npm_config_nodedir: headers } : {}) });
	const pnpm = join(root, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
	const store = [`--store-dir=${join(cacheFolder(), 'pnpm-store')}`, `--config.cache-dir=${join(cacheFolder(), 'pnpm-cache')}`];
	await capture(nodeBinary, [pnpm, 'install', '--frozen-lockfile', '--reporter', 'append-only', ...store], { cwd: folder, env, onLine: note });
	// Loading it is the only proof that it was built, and built for this Node.
	await capture(nodeBinary, ['-e', 'require(require.resolve("sqlite3", { paths: [require.resolve("n8n/package.json")] }))'], { cwd: folder, env });
}

/**
 * The folder with a real n8n in it, installed on first use: `node_modules/n8n/bin/n8n` is its command.
 * @returns {Promise<string>}
 */
export async function ensureN8n() {
	const version = JSON.parse(readFileSync(join(root, 'runtime', 'package.json'), 'utf8')).dependencies.n8n;
	return await cached(`n8n-${version}-${fingerprint()}-${process.platform}-${process.arch}`, async (making) => {
		say(`n8n ${version} is installed once for all clones, in ${cacheFolder()}`);
		await step(`Installing n8n ${version} (1,900 packages, 2 GB, a few minutes the first time)`, async (note) => {
			await installInto(making, note).catch(async (error) => {
				await provideCompiler(error);
				await installInto(making, note);
			});
		});
	});
}
