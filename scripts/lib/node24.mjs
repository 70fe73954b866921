import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cached } from './cache.mjs';
import { step } from './progress.mjs';
import { capture, cleanEnv, npm } from './run.mjs';

/** n8n's own lower bound, and the version fetched where the machine's Node is older. */
const NEEDED = 24;
const VERSION = '24.21.0';

function platformPackage() {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	// The names that the registry's `node` package picks from in its install script, which we do not let run.
	const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${platform}-${process.arch}`;
}

/** @param {string} folder @param {string} name */
function binaryIn(folder, name) {
	return join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** @param {string} folder @param {string} name @param {string} range */
async function installInto(folder, name, range) {
	writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
	const [command, args] = npm('install', `${name}@${range}`, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--force');
	await capture(command, args, { cwd: folder, env: cleanEnv() });
	await capture(binaryIn(folder, name), ['--version']);
}

/**
 * The path of a Node that n8n runs on: the running one if it is new enough, else one from the npm registry.
 * @returns {Promise<string>}
 */
export async function node24() {
	if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
	const name = platformPackage();
	const folder = await cached(`node-${VERSION}-${process.platform}-${process.arch}`, (making) =>
		step(`Installing Node.js ${NEEDED} (this one is ${process.versions.node})`, async () => {
			try {
				await installInto(making, name, VERSION);
			} catch (first) {
				// Not every platform's package exists in every version.
				await installInto(making, name, String(NEEDED)).catch(() => {
					const reason = /** @type {Error} */ (first).message;
					throw new Error(`Node.js ${NEEDED} for ${process.platform} ${process.arch} could not be installed. Install it yourself and run this again with it.\n${reason}`);
				});
			}
		}),
	);
	const binary = binaryIn(folder, name);
	if (process.platform !== 'win32') chmodSync(binary, 0o755);
	return binary;
}

/**
 * Where a Node keeps its headers, if it has them: with these, native modules compile without a download.
 * @param {string} nodeBinary
 */
export function nodeHeaders(nodeBinary) {
	const prefix = join(nodeBinary, '..', '..');
	return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined;
}
