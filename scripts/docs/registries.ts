import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Derived } from './derived';

const root = join(__dirname, '..', '..');

const foldersIn = (place: string): string[] =>
	readdirSync(join(root, place), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();

const textOf = (...parts: string[]): string => {
	try {
		return readFileSync(join(root, ...parts), 'utf8');
	} catch {
		return '';
	}
};

const generated = '// Written by `npm run docs` from the folders beside it.';

/** Folders whose index starts a double, not what all doubles stand on. */
const doubles = (): string => {
	const found = ['', 'sinks', 'telling'].flatMap((group) =>
		foldersIn(join('sandbox', group)).flatMap((name) => {
			const index = textOf('sandbox', group, name, 'index.ts');
			const start = /export (?:const|async function|function) (start[A-Z]\w*)/.exec(index)?.[1];
			return start && /\bDoubleOptions\b/.test(index) ? [{ name, start, from: `./${group === '' ? '' : `${group}/`}${name}` }] : [];
		}),
	);
	return [
		generated,
		...found.map(({ start, from }) => `import { ${start} } from '${from}';`),
		'',
		'/** The vendors the company uses, where it keeps its evidence, and where it tells people. */',
		'export const doubles = {',
		...found.map(({ name, start }) => `\t${name}: ${start},`),
		'};',
		'',
		'export type Doubles = { [Name in keyof typeof doubles]: Awaited<ReturnType<(typeof doubles)[Name]>> };',
		"export type DoubleSettings = { [Name in keyof typeof doubles]?: NonNullable<Parameters<(typeof doubles)[Name]>[0]['settings']> };",
		'export type DoubleName = keyof typeof doubles;',
		'',
	].join('\n');
};

const systems = (): string => {
	const found = foldersIn('systems').filter((name) => textOf('systems', name, 'index.ts').includes('export const listing ='));
	return [
		generated,
		...found.map((name) => `import { listing as ${name} } from './${name}';`),
		'',
		'/** Every system there is, for whatever is derived from all of them. */',
		`export const systems = [${found.join(', ')}] as const;`,
		'',
	].join('\n');
};

/** What n8n loads: it reads package.json, and nothing else. */
const packageJson = (): string => {
	const text = textOf('package.json');
	const manifest = JSON.parse(text) as { n8n: { credentials: string[]; nodes: string[] } };
	const built = (file: string) => `dist/${file.replace(/\.ts$/, '.js')}`;
	manifest.n8n.credentials = readdirSync(join(root, 'credentials'))
		.filter((file) => file.endsWith('.credentials.ts'))
		.sort()
		.map((file) => built(`credentials/${file}`));
	manifest.n8n.nodes = foldersIn('nodes').flatMap((folder) =>
		readdirSync(join(root, 'nodes', folder))
			.filter((file) => file.endsWith('.node.ts'))
			.map((file) => built(`nodes/${folder}/${file}`)),
	);
	return `${JSON.stringify(manifest, null, '  ')}\n`;
};

/** The lists of what is there: adding a system adds its folders, and nobody keeps a list. */
export const registries = (): Derived[] =>
	(
		[
			[join('sandbox', 'doubles.ts'), doubles],
			[join('systems', 'index.ts'), systems],
			['package.json', packageJson],
		] as const
	).map(([file, write]) => ({ file, before: textOf(file), text: write() }));

if (require.main === module) for (const { file, before, text } of registries()) if (text !== before) writeFileSync(join(root, file), text);

