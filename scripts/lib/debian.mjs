import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { step } from './progress.mjs';
import { capture } from './run.mjs';

/** @param {string} command */
export const onPath = (command) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));

/** Two of us at once: the second waits, where apt-get itself would give up. */
const aptGet = ['flock', join(tmpdir(), 'jml-apt.lock'), 'apt-get', '-o', 'DPkg::Lock::Timeout=600'];

/**
 * @param {string} label
 * @param {string[]} packages
 * @returns {Promise<string | undefined>} why they could not be installed
 */
export async function installFromDebian(label, packages) {
	if (!onPath('apt-get')) return 'there is no apt-get here';
	if (process.getuid?.() !== 0) return `only root can run \`apt-get install ${packages.join(' ')}\``;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const [command = '', ...args] = aptGet;
	try {
		await step(label, async (note) => {
			await capture(command, [...args, 'update'], { env, onLine: note });
			await capture(command, [...args, 'install', '-y', '--no-install-recommends', ...packages], { env, onLine: note });
		});
		return undefined;
	} catch (error) {
		return /** @type {Error} */ (error).message.trim().split('\n').slice(-3).join(' ');
	}
}

/**
 * A program of the system, installed from Debian's packages where it is missing and that is possible.
 * @param {{ name: string, find: () => string | undefined, packages: string[], size: string, otherwise: string }} wanted
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function provide({ name, find, packages, size, otherwise }) {
	const there = find();
	if (there) return { path: there };
	const why = await installFromDebian(`Installing ${name} from Debian (about ${size})`, packages);
	const installed = find();
	if (installed) return { path: installed };
	const reason = `There is no ${name}, and it could not be installed: ${why ?? 'apt-get put it elsewhere'}. ${otherwise}`;
	if (process.env.CI === 'true') throw new Error(`${reason} With CI=true nothing is skipped.`);
	return { reason };
}
