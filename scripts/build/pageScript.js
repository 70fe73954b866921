const { readFile } = require('node:fs/promises');
const path = require('node:path');
const { build } = require('esbuild');

const root = path.join(__dirname, '..', '..');
const entry = path.join(root, 'ledger', 'report', 'browser', 'main.ts');

/** One verifier code base: in the page, only the primitives are others than in Node. */
const primitivesForBrowsers = (exports.primitivesForBrowsers = {
	name: 'primitives-for-browsers',
	setup: ({ onResolve }) => onResolve({ filter: /\/primitives$/ }, () => ({ path: path.join(root, 'vendor', 'browser', 'primitives.ts') })),
});

/**
 * The script of the page that checks itself, in one piece. Not minified: whoever wants to know what the page does can read it there.
 * @returns {Promise<{ version: string, text: string, metafile: import('esbuild').Metafile }>}
 */
exports.bundlePageScript = async () => {
	const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
	const { outputFiles, metafile } = await build({
		entryPoints: [entry],
		outfile: 'page.js',
		absWorkingDir: root,
		bundle: true,
		write: false,
		platform: 'browser',
		format: 'iife',
		target: 'es2022',
		charset: 'utf8',
		legalComments: 'inline',
		define: { packVersion: JSON.stringify(version) },
		plugins: [primitivesForBrowsers],
		metafile: true,
		logLevel: 'warning',
	});
	const { text } = outputFiles[0];
	if (/<\/script|<!--/i.test(text)) throw new Error('The script would end in the middle of the page it stands in.');
	return { version, text, metafile };
};
