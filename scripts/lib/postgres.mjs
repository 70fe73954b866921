import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { provide } from './debian.mjs';
import { freePort } from './port.mjs';
import { capture } from './run.mjs';

const execute = promisify(execFile);

/** Debian keeps the server's programs off the PATH. */
function findPrograms() {
	const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a)) : [];
	const folders = [...versions.map((version) => `/usr/lib/postgresql/${version}/bin`), ...(process.env.PATH ?? '').split(delimiter)];
	return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

/**
 * The folder with PostgreSQL's programs.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export const postgresPrograms = () => provide({ name: 'PostgreSQL server', find: findPrograms, packages: ['postgresql'], size: '60 MB', otherwise: 'Install PostgreSQL 12 or newer.' });

/** PostgreSQL does not run as root. @returns {Promise<{ uid: number, gid: number } | {}>} */
async function owner() {
	if (process.getuid?.() !== 0) return {};
	const id = async (/** @type {string} */ flag) => Number((await capture('id', [flag, 'postgres'])).trim());
	return { uid: await id('-u'), gid: await id('-g') };
}

const password = 'for-tests-only';

/**
 * A server of its own in a folder of its own, as durable as one in earnest: what is told to be kept is on disk.
 * @param {string} programs
 */
export async function startPostgres(programs) {
	const folder = mkdtempSync(join(tmpdir(), 'jml-postgres-'));
	const data = join(folder, 'data');
	const asOwner = { ...(await owner()), cwd: folder };
	const port = await freePort();
	mkdirSync(data);
	writeFileSync(join(folder, 'password'), password);
	if ('uid' in asOwner) for (const path of [folder, data, join(folder, 'password')]) chownSync(path, /** @type {any} */ (asOwner).uid, /** @type {any} */ (asOwner).gid);
	const run = (/** @type {string} */ program, /** @type {string[]} */ args) => execute(join(programs, program), args, asOwner);
	const startArguments = ['start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`];
	await run('initdb', ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`]);
	await run('pg_ctl', startArguments);
	return {
		/** What a test in another process needs to know of it. */
		told: { port, password, programs, data, startArguments, owner: 'uid' in asOwner ? { uid: asOwner.uid, gid: asOwner.gid } : {} },
		url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
		stop: async () => {
			await run('pg_ctl', ['stop', '-D', data, '-m', 'immediate']).catch(() => undefined);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
