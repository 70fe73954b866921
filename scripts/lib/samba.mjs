import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { provide } from './debian.mjs';

/** Debian keeps the server apart from the tools. */
const server = '/usr/sbin/samba';
/** What a domain is made from. */
const setup = '/usr/share/samba/setup';

const find = () => (existsSync(server) && existsSync('/usr/bin/samba-tool') && existsSync(join(setup, 'provision.ldif')) ? server : undefined);

const packages = ['samba-ad-dc', 'samba-ad-provision', 'samba-dsdb-modules', 'samba-vfs-modules', 'winbind'];

/**
 * The server of a domain as Active Directory has it.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export const sambaServer = async () => {
	const found = await provide({ name: 'Samba domain controller', find, packages, size: '100 MB', otherwise: 'Install samba-ad-dc and samba-ad-provision.' });
	if (!('path' in found) || process.getuid?.() === 0) return found;
	const reason = 'Only root can run a Samba domain controller: it listens on the ports of LDAP and owns the files of the domain.';
	if (process.env.CI === 'true') throw new Error(`${reason} With CI=true nothing is skipped.`);
	return { reason };
};
