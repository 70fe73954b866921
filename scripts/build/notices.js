const { readdir, readFile } = require('node:fs/promises');
const path = require('node:path');

/** `…/node_modules/@scope/name/lib/x.js` → `…/node_modules/@scope/name` */
function packageFolder(file) {
	const marker = 'node_modules/';
	const start = file.lastIndexOf(marker);
	if (start < 0) return undefined;
	const [first, second] = file.slice(start + marker.length).split('/');
	return file.slice(0, start + marker.length) + (first.startsWith('@') ? `${first}/${second}` : first);
}

async function textsOf(folder) {
	const files = await readdir(folder);
	const read = (/** @type {string} */ name) => readFile(path.join(folder, name), 'utf8');
	const names = files.filter((name) => /^(licen[sc]e|notice|copying)/i.test(name)).sort();
	return names.length > 0 ? await Promise.all(names.map(read)) : licenceIn(await read(files.find((name) => /^readme/i.test(name)) ?? 'README.md').catch(() => ''));
}

/** Some packages have no file of their own for it, only a chapter of their README. */
function licenceIn(/** @type {string} */ readme) {
	const chapter = /^#+ *licen[sc]e\s*$([^]*?)(?=^#|(?![^]))/im.exec(readme)?.[1]?.trim();
	return chapter ? [chapter] : [];
}

async function noticeOf(folder) {
	const { name, version, license, homepage } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	const texts = await textsOf(folder);
	if (!license || texts.length === 0) throw new Error(`${name} is bundled, but says nothing about its licence: it cannot be shipped`);
	const quoted = texts.map((text) => `\`\`\`text\n${text.trim()}\n\`\`\``).join('\n\n');
	return { name, text: `## ${name} ${version}\n\n${[license, homepage].filter(Boolean).join(' · ')}\n\n${quoted}\n` };
}

/** The licences of everything that esbuild has put into the bundles. */
exports.noticesFor = async (...metafiles) => {
	const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
	const bundled = outputs.flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0));
	const folders = [...new Set(bundled.map(packageFolder).filter(Boolean))];
	const notices = (await Promise.all(folders.map(noticeOf))).sort((a, b) => (a.name < b.name ? -1 : 1));
	const head = '# Third-party notices\n\nWritten by `npm run build`: the licences of what is bundled in `dist/vendor`.\n';
	return [head, ...notices.map(({ text }) => text)].join('\n');
};
