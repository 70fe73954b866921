/** `npm test`: everything, in one run that goes on after a failure. The last line is for machines. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './lib/build.mjs';
import { readText } from './lib/cache.mjs';
import { install, root } from './lib/install.mjs';
import { node24 } from './lib/node24.mjs';
import { projects, runtimeEnv } from './lib/prepare.mjs';
import { say, seconds } from './lib/progress.mjs';
import { cleanEnv, run } from './lib/run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Tally */
/** @typedef {{ name: string, ms: number, ok: boolean, note?: string, tally: Tally }} Result */

const results = /** @type {Result[]} */ ([]);
const none = () => /** @type {Tally} */ ({ passed: 0, failed: 0, skipped: [] });
const tool = (/** @type {string[]} */ ...path) => join(root, 'node_modules', ...path);

/** @param {string} name @param {() => Promise<{ code: number, tally?: Tally }>} work @param {string[]} [after] */
async function stage(name, work, after = []) {
	const broken = after.find((needed) => results.some((one) => one.name === needed && !one.ok));
	const begun = Date.now();
	say(broken ? `── ${name}: not run, because ${broken} failed` : `── ${name}`);
	/** @type {Result} */
	const result = { name, ms: 0, ok: false, tally: none() };
	if (broken) result.note = `not run, because ${broken} failed`;
	else {
		try {
			const { code, tally } = await work();
			Object.assign(result, { ok: code === 0, tally: tally ?? none() });
		} catch (error) {
			say(/** @type {Error} */ (error).message);
		}
	}
	// A stage that fails without a failing test must not be reported as "0 failed".
	if (!result.ok && result.tally.failed === 0) result.tally.failed = 1;
	result.ms = Date.now() - begun;
	if (!broken) say(`── ${name}: ${result.ok ? 'ok' : 'FAILED'}, ${seconds(result.ms)}`);
	results.push(result);
}

/** @param {string} file @returns {Tally} */
function tallyOf(file) {
	const report = JSON.parse(readText(file) ?? '{}');
	const skipped = (report.testResults ?? []).flatMap((/** @type {any} */ suite) => suite.assertionResults.filter((/** @type {any} */ one) => one.status === 'pending' || one.status === 'todo').map((/** @type {any} */ one) => one.fullName));
	return { passed: report.numPassedTests ?? 0, failed: (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0), skipped };
}

/** @param {string} project @param {Record<string, string>} env */
async function jest(project, env) {
	const nodeBinary = await node24();
	const report = join(scratch, `${project}.json`);
	const args = [tool('jest', 'bin', 'jest.js'), '--selectProjects', project, '--json', `--outputFile=${report}`, ...(projects[project]?.n8n ? ['--runInBand'] : [])];
	const code = await run(nodeBinary, args, { cwd: root, env: cleanEnv(nodeBinary, env), stdio: ['ignore', 'ignore', 'inherit'] });
	return { code, tally: tallyOf(report) };
}

const scratch = mkdtempSync(join(tmpdir(), 'jml-test-'));
const begun = Date.now();
await install();
await node24();
// n8n installs while the rest is tested: on a fresh machine that is the longest wait.
const runtime = runtimeEnv().catch((error) => /** @type {Error} */ (error));

await stage('build', async () => ({ code: await build() }));
await stage('lint', async () => ({ code: await run(process.execPath, [tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'], { cwd: root }) }));
await stage('types', async () => ({ code: await run(process.execPath, [tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.dev.json'], { cwd: root }) }));
for (const project of ['package', 'unit', 'stores', 'directory', 'nodes', 'scenarios', 'contract', 'pages', 'e2e']) {
	const { build: built, n8n, browser } = projects[project] ?? {};
	await stage(
		project,
		async () => {
			const env = n8n || browser ? await runtime : {};
			if (env instanceof Error) throw env;
			return await jest(project, env);
		},
		built ? ['build'] : [],
	);
}
rmSync(scratch, { recursive: true, force: true });

const skipped = results.flatMap(({ tally }) => tally.skipped);
const sum = (/** @type {'passed' | 'failed'} */ kind) => results.reduce((total, { tally }) => total + tally[kind], 0);
const strict = process.env.CI === 'true';
for (const { name, ms, ok, note, tally } of results) {
	say(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)} ${(note ?? seconds(ms)).padEnd(12)} ${tally.passed || tally.failed ? `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped` : ''}`.trimEnd());
}
for (const name of skipped) say(`skipped: ${name}`);
if (strict && skipped.length) say('With CI=true nothing may be skipped.');
say(`all of it: ${seconds(Date.now() - begun)}`);

process.stdout.write(`tests: ${sum('passed')} passed, ${sum('failed')} failed, ${skipped.length} skipped\n`);
process.exit(results.every(({ ok }) => ok) && !(strict && skipped.length) ? 0 : 1);
