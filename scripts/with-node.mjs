/**
 * node scripts/with-node.mjs jest --selectProjects unit
 * node scripts/with-node.mjs tsx bench/index.ts --json
 *
 * Runs a development tool under a Node that is new enough, after installing what it needs and nothing more.
 */
import { join } from 'node:path';

import { install, root } from './lib/install.mjs';
import { node24 } from './lib/node24.mjs';
import { prepare, projects } from './lib/prepare.mjs';
import { say } from './lib/progress.mjs';
import { cleanEnv, run } from './lib/run.mjs';

const tools = /** @type {Record<string, string[]>} */ ({
	jest: [join(root, 'node_modules', 'jest', 'bin', 'jest.js')],
	// Drives the real n8n.
	tsx: ['--import', 'tsx'],
	// Drives nothing.
	script: ['--import', 'tsx'],
});

/** @param {string[]} args */
function selectedProjects(args) {
	const at = args.findIndex((arg) => arg.startsWith('--selectProjects'));
	if (at < 0) return Object.keys(projects);
	const inline = args[at].split('=')[1];
	const rest = args.slice(at + 1);
	const end = rest.findIndex((arg) => arg.startsWith('-'));
	return inline ? [inline] : rest.slice(0, end < 0 ? undefined : end);
}

/** @param {string} tool @param {string[]} args */
function needsOf(tool, args) {
	if (tool === 'tsx') return { build: true, n8n: true };
	if (tool === 'script') return {};
	return Object.assign({}, ...selectedProjects(args).map((name) => projects[name] ?? {}));
}

const [tool = '', ...args] = process.argv.slice(2);
const command = tools[tool];
if (!command) {
	say(`Usage: node scripts/with-node.mjs ${Object.keys(tools).join('|')} …`);
	process.exit(2);
}

try {
	await install();
	const nodeBinary = await node24();
	const env = cleanEnv(nodeBinary, await prepare(needsOf(tool, args)));
	process.exitCode = await run(nodeBinary, [...command, ...args], { cwd: root, env });
} catch (error) {
	say(/** @type {Error} */ (error).message);
	process.exitCode = 1;
}
