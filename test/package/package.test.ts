import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';

import { build } from 'esbuild';

import { packTarball } from '../../scripts/n8n/pack';

interface PackageJson {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	bin: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}
interface Probe {
	asked: string[];
	loaded: string[];
	made: Array<{ file: string; missing?: string; isNode: boolean; name: string; icon?: string | { light: string; dark: string } }>;
}

const root = resolve(__dirname, '..', '..');
const MiB = 1024 * 1024;

/** What somebody gets who installs the pack: the tarball, unpacked, with nothing beside it. */
let folder: string;
let tarball: string;
let files: string[];
let manifest: PackageJson;
let probe: Probe;

const within = (path: string): string[] => (statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => within(join(path, name))) : [path]);

beforeAll(async () => {
	tarball = await packTarball();
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'jml-unpacked-')));
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	files = within(folder).map((file) => file.slice(folder.length + 1).split(sep).join('/'));
	manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
	// n8n offers its own n8n-workflow to community packages in just this way.
	const env = { ...process.env, NODE_PATH: join(root, 'node_modules') };
	probe = JSON.parse(execFileSync(process.execPath, [join(__dirname, 'loadProbe.js'), folder, ...entries()], { env, encoding: 'utf8' })) as Probe;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entries = () => [...manifest.n8n.nodes, ...manifest.n8n.credentials];
const iconsOf = ({ icon }: Probe['made'][number]): string[] => (icon === undefined ? [] : typeof icon === 'string' ? [icon] : [icon.light, icon.dark]);

test('is small', () => {
	expect(statSync(tarball).size).toBeLessThanOrEqual(3 * MiB);
});

test('holds what runs, and nothing else', () => {
	const allowed = [/^package\.json$/, /^(README|CHANGELOG)\.md$/, /^LICENSE$/, /^THIRD_PARTY_NOTICES\.md$/, /^dist\/.+\.(js|json|svg|png)$/, /^workflows\/[^/]+\.json$/];
	expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
	expect(files.filter((file) => /\.test\.|\.spec\.|__tests__|\/testing\/|\/fixtures\/|^dist\/(test|scripts|bench)\//.test(file))).toEqual([]);
});

test('ships every template and the licences of what it bundles', () => {
	const templates = existsSync(join(root, 'workflows')) ? readdirSync(join(root, 'workflows')).filter((name) => name.endsWith('.json')) : [];
	expect(files).toEqual(expect.arrayContaining([...templates.map((name) => `workflows/${name}`), 'LICENSE', 'THIRD_PARTY_NOTICES.md']));
});

test('asks for nothing to be installed', () => {
	expect(manifest.dependencies ?? {}).toEqual({});
});

test('requires only n8n-workflow, its own files and what Node has', async () => {
	const { metafile } = await build({
		entryPoints: files.filter((file) => file.endsWith('.js')),
		absWorkingDir: folder,
		outdir: 'nowhere',
		write: false,
		bundle: true,
		platform: 'node',
		packages: 'external',
		metafile: true,
		logLevel: 'silent',
	});
	const outside = Object.entries(metafile.inputs).flatMap(([file, { imports }]) => imports.filter(({ external, path }) => external && !isBuiltin(path) && path !== 'n8n-workflow').map(({ path }) => `${file} → ${path}`));
	expect(outside).toEqual([]);
	const bareBuiltins = Object.entries(metafile.inputs).flatMap(([file, { imports }]) => (file.startsWith('dist/vendor/') ? [] : imports.filter(({ external, path }) => external && isBuiltin(path) && !path.startsWith('node:')).map(({ path }) => `${file} → ${path}`)));
	expect(bareBuiltins).toEqual([]);
}, 30_000);

test('lists every node and credential it has', () => {
	const built = files.filter((file) => /\.(node|credentials)\.js$/.test(file)).sort();
	expect(built).toEqual([...entries()].sort());
});

test('every node and credential can be made, the way n8n makes it', () => {
	expect(probe.made.map(({ file }) => file)).toEqual(entries());
	for (const one of probe.made) expect(one).toEqual(expect.objectContaining({ name: expect.stringMatching(/^[a-z]\w+$/) }));
});

test('every node and credential has its icons, light and dark', () => {
	for (const one of probe.made) {
		const icons = iconsOf(one).map((icon) => resolve(folder, dirname(one.file), icon.replace(/^file:/, '')));
		expect({ file: one.file, icons: icons.map((icon) => icon.startsWith(folder + sep) && existsSync(icon)) }).toEqual({ file: one.file, icons: [true, true] });
	}
});

test('every node has a codex that names it', () => {
	for (const { file, name } of probe.made.filter(({ isNode }) => isNode)) {
		const codex = JSON.parse(readFileSync(join(folder, file.replace(/\.js$/, '.json')), 'utf8')) as { node: string };
		expect(codex.node).toBe(`${manifest.name}.${name}`);
	}
});

test('loading it loads no SDK', () => {
	expect(probe.asked.filter((name) => !isBuiltin(name) && name !== 'n8n-workflow')).toEqual([]);
	expect(probe.loaded.filter((file) => file.startsWith('dist/vendor/'))).toEqual([]);
	expect(probe.loaded).toEqual(expect.arrayContaining(entries()));
});

test('the command can be executed', () => {
	for (const file of Object.values(manifest.bin)) {
		expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
		if (process.platform !== 'win32') expect(statSync(join(folder, file)).mode & 0o111).not.toBe(0);
	}
});
