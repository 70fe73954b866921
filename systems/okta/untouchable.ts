import { asProblem, Problem } from '../../lifecycle/problem';
import { pathOfLink } from '../http/nextLink';
import type { Dictionary } from '../http/parse';
import { parse, type Okta } from './client';
import { usersPath, type OktaAccount } from './find';
import { getUser, isBlocked, parseUser } from './user';

const isSuperAdmin = async (okta: Okta, userId: string): Promise<boolean> => {
	const roles = await okta.list(`${usersPath(userId)}/roles`);
	return roles.some((role) => role['type'] === 'SUPER_ADMIN' && role['status'] !== 'INACTIVE');
};

/** The account n8n works with, and the last super admin, are never cut: afterwards nobody could undo it. */
export const untouchable = async (okta: Okta, account: OktaAccount): Promise<string | null> => {
	const [own, last] = await Promise.all([isOwnAccount(okta, account), isLastSuperAdmin(okta, account)]);
	if (own) return 'n8n works with the API token of this very account, so cutting it would stop every case. Move the credential to a service app first';
	if (last) return 'it is the last super admin who can sign in. Make somebody else super admin first';
	return null;
};

const isOwnAccount = async (okta: Okta, account: OktaAccount): Promise<boolean> =>
	okta.settings.actsAs === 'user' && parseUser(await okta.get('/api/v1/users/me')).id === account.id;

const isLastSuperAdmin = async (okta: Okta, account: OktaAccount): Promise<boolean> => {
	try {
		if (!(await isSuperAdmin(okta, account.id))) return false;
		const others = (await roleHolders(okta)).filter((id) => id !== account.id);
		const able = await Promise.all(others.map((id) => canActAsSuperAdmin(okta, id)));
		return !able.includes(true);
	} catch (error) {
		const { code } = asProblem(error);
		// Without the right to read roles Okta's own refusal is the guard: it never lets its last super admin go.
		if (code === 'forbidden') return false;
		throw error;
	}
};

/** Somebody who is gone since the list was made is nobody who could undo anything. */
const canActAsSuperAdmin = async (okta: Okta, userId: string): Promise<boolean> => {
	try {
		return (await isSuperAdmin(okta, userId)) && !isBlocked((await getUser(okta, userId)).status);
	} catch (error) {
		if (asProblem(error).code === 'not_found') return false;
		throw error;
	}
};

/** Here the next link is in the body. */
const roleHolders = async (okta: Okta): Promise<string[]> => {
	const ids: string[] = [];
	const followed = new Set<string>();
	for (let next: string | null = '/api/v1/iam/assignees/users'; next !== null; ) {
		if (followed.has(next)) throw new Problem('bad_answer', "Okta's list of admins does not end, so nobody can tell whether this is the last super admin. Run the case again.");
		followed.add(next);
		const page: Dictionary = await okta.get(next);
		for (const row of parse.array(page['value'], 'assignees.value')) ids.push(parse.text(parse.object(row, 'assignees.value')['id'], 'assignees.value.id'));
		const href = (page['_links'] as { next?: { href?: unknown } } | undefined)?.next?.href;
		next = typeof href === 'string' ? pathOfLink(href, 'Okta') : null;
	}
	return ids;
};
