import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { step } from './progress.mjs';
import { capture } from './run.mjs';

/** @param {string} command */
export const onPath = (command) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));

/**
 * @param {string} label
 * @param {string[]} packages
 * @returns {Promise<string | undefined>} why they could not be installed
 */
export async function installFromDebian(label, packages) {
	if (!onPath('apt-get')) return 'there is no apt-get here';
	if (process.getuid?.() !== 0) return `only root can run \`apt-get install ${packages.join(' ')}\``;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	try {
		await step(label, async (note) => {
			await capture('apt-get', ['update'], { env, onLine: note });
			await capture('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, onLine: note });
		});
		return undefined;
	} catch (error) {
		return /** @type {Error} */ (error).message.trim().split('\n').slice(-3).join(' ');
	}
}
