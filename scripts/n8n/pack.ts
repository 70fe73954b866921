import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const projectRoot = join(__dirname, '..', '..');

/** npm as a stranger's shell has it: without what the npm that started us says about our own project. */
async function npm(args: string[], cwd: string): Promise<string> {
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(package_|lifecycle_|config_(local_prefix|prefix|ignore_scripts|dir))/i.test(name)));
	const { stdout } = await execute('npm', args, { cwd, env, shell: process.platform === 'win32' });
	return stdout;
}

function filesBelow(path: string): string[] {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesBelow(join(path, name)));
}

function contentHash(root: string): string {
	const hash = createHash('sha256');
	for (const part of ['package.json', 'README.md', 'LICENSE', 'THIRD_PARTY_NOTICES.md', 'dist', 'workflows']) {
		for (const file of filesBelow(join(root, part))) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
	}
	return hash.digest('hex').slice(0, 16);
}

/** `npm pack` of what is built; the same content is packed once. */
export async function packTarball(root = projectRoot): Promise<string> {
	if (!existsSync(join(root, 'dist'))) throw new Error('There is no dist folder to pack: run `npm run build` first');
	const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string; version: string };
	const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
	const folder = join(tmpdir(), `jml-pack-${contentHash(root)}`);
	if (!existsSync(join(folder, file))) {
		const making = mkdtempSync(join(tmpdir(), 'jml-packing-'));
		await npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', making], root);
		mkdirSync(folder, { recursive: true });
		renameSync(join(making, file), join(folder, file));
		rmSync(making, { recursive: true });
	}
	return join(folder, file);
}

interface PackageJson {
	name: string;
	version: string;
	[key: string]: unknown;
}

/**
 * What n8n does for "Install a community node" (community-packages.service.js, `downloadPackage`), with the tarball in
 * place of the registry's: so node types carry the package's name and templates match.
 */
export async function installPack(userFolder: string, tarball: string): Promise<string> {
	const downloadFolder = join(userFolder, '.n8n', 'nodes');
	const reading = mkdtempSync(join(tmpdir(), 'jml-pack-read-'));
	await execute('tar', ['-xzf', tarball, '-C', reading, '--strip-components=1']);
	const { devDependencies, peerDependencies, optionalDependencies, ...kept } = JSON.parse(readFileSync(join(reading, 'package.json'), 'utf8')) as PackageJson;

	const packageFolder = join(downloadFolder, 'node_modules', ...kept.name.split('/'));
	rmSync(reading, { recursive: true });
	rmSync(packageFolder, { recursive: true, force: true });
	mkdirSync(packageFolder, { recursive: true });
	await execute('tar', ['-xzf', tarball, '-C', packageFolder, '--strip-components=1']);
	writeFileSync(join(packageFolder, 'package.json'), JSON.stringify(kept, null, 2));
	await npm(['install', '--audit=false', '--fund=false', '--bin-links=false', '--install-strategy=shallow', '--ignore-scripts=true', '--package-lock=false'], packageFolder);

	const ledger = join(downloadFolder, 'package.json');
	const installed = existsSync(ledger) ? (JSON.parse(readFileSync(ledger, 'utf8')) as { dependencies: Record<string, string> }).dependencies : {};
	writeFileSync(ledger, JSON.stringify({ name: 'installed-nodes', private: true, dependencies: { ...installed, [kept.name]: kept.version } }, null, 2));
	return packageFolder;
}
