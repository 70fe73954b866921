import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { readText } from './cache.mjs';
import { root } from './install.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

const sources = ['nodes', 'credentials', 'systems', 'lifecycle', 'ledger', 'sandbox', 'cli', 'vendor', 'scripts/build', 'gulpfile.js', 'tsconfig.json', 'package.json', 'package-lock.json'];
const stamp = join(root, 'node_modules', '.cache', 'jml-built');

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesBelow(join(path, name)))
		.filter((file) => !file.endsWith('.test.ts'));
}

function sourceHash() {
	const hash = createHash('sha256');
	for (const file of sources.flatMap((source) => filesBelow(join(root, source)))) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
	return hash.digest('hex');
}

/** @returns {Promise<number>} the exit code */
export async function build() {
	const wanted = sourceHash();
	const code = await run(process.execPath, [join(root, 'node_modules', 'gulp', 'bin', 'gulp.js'), 'build', '--silent'], { cwd: root });
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, code === 0 ? wanted : 'failed');
	return code;
}

/** Builds if a source has changed since the last build through here. */
export async function ensureBuilt() {
	if (existsSync(join(root, 'dist')) && readText(stamp) === sourceHash()) return;
	await step('Building the pack', async () => {
		if ((await build()) !== 0) throw new Error('The build failed');
	});
}
