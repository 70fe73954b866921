import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readText } from './cache.mjs';
import { step } from './progress.mjs';
import { capture, cleanEnv, npm } from './run.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const stamp = join(root, 'node_modules', '.jml-installed');

const lockHash = () => createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');

/** Somebody has run npm by hand since the lock file was written. */
function installedByHand() {
	try {
		return statSync(join(root, 'node_modules', '.package-lock.json')).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
	} catch {
		return false;
	}
}

/** The development dependencies, exactly as locked, if they are not there yet. */
export async function install() {
	const wanted = lockHash();
	const have = readText(stamp);
	if (have === wanted) return;
	if (have !== undefined || !installedByHand()) {
		await step('Installing development dependencies', async (note) => {
			const [command, args] = npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http');
			let downloads = 0;
			const onLine = () => note(`${++downloads} downloads`);
			await capture(command, args, { cwd: root, env: cleanEnv(), onLine });
		});
	}
	writeFileSync(stamp, wanted);
}
