const { spawn } = require('node:child_process');
const { chmod, mkdir, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { dest, series, src } = require('gulp');
const { build: bundle } = require('esbuild');

const { noticesFor } = require('./scripts/build/notices.js');
const { bundlePageScript } = require('./scripts/build/pageScript.js');

/** With what scripts/lib/build.mjs remembers of it: what is built by hand may be of other sources. */
const clean = () => Promise.all(['dist', 'node_modules/.cache/jml-built'].map((built) => rm(built, { recursive: true, force: true })));

function compile() {
	const tsc = path.join('node_modules', 'typescript', 'bin', 'tsc');
	return new Promise((resolve, reject) => {
		spawn(process.execPath, [tsc, '-p', 'tsconfig.json'], { stdio: 'inherit' }).once('exit', (code) => {
			if (code === 0) return resolve();
			// tsc writes files in spite of type errors; nobody may pack those.
			void clean().then(() => reject(new Error('There are type errors')));
		});
	});
}

/** What n8n reads beside the compiled files: icons, the codex, and the shape of what a node puts out. */
function copyAssets() {
	const assets = ['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json', 'credentials/**/*.svg'];
	return src(assets, { base: '.', encoding: false, allowEmpty: true }).pipe(dest('dist'));
}

/** What we need from npm at run time, each in one file that is required inside the function that needs it. */
async function bundleVendors() {
	const entryPoints = (await readdir('vendor')).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && name !== 'pageScript.ts').map((name) => `vendor/${name}`);
	await mkdir('dist/vendor', { recursive: true });
	const { metafile } = await bundle({
		entryPoints,
		outdir: 'dist/vendor',
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20.19',
		keepNames: true,
		minify: false,
		// A second copy would break n8n's `instanceof`.
		external: ['n8n-workflow'],
		alias: { 'pg-native': './scripts/build/absent.js', 'pg-cloudflare': './scripts/build/absent.js' },
		metafile: true,
		logLevel: 'warning',
	});
	const page = await bundlePageScript();
	await writeFile('dist/vendor/pageScript.js', moduleOf({ version: page.version, text: page.text }));
	await writeFile('THIRD_PARTY_NOTICES.md', await noticesFor(metafile, page.metafile));
}

/** What vendor/pageScript.ts gives, without esbuild: the script of the page is a text that n8n never runs. */
const moduleOf = (script) => `'use strict';\nconst script = ${JSON.stringify(script, null, '\t')};\nexports.pageScript = async () => script;\n`;

async function makeCommand() {
	const file = 'dist/cli/jml.js';
	const code = await readFile(file, 'utf8').catch(() => undefined);
	if (code === undefined) throw new Error('package.json offers the command `jml`, and there is no cli/jml.ts');
	if (!code.startsWith('#!')) await writeFile(file, `#!/usr/bin/env node\n${code}`);
	await chmod(file, 0o755);
}

exports.clean = clean;
exports.build = series(clean, compile, copyAssets, bundleVendors, makeCommand);
exports.default = exports.build;
