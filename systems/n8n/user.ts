import { Problem } from '../../lifecycle/problem';
import { unlessGone } from '../http/gone';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type N8n } from './client';

export interface N8nUser {
	id: string;
	email: string | null;
	name: string | null;
	role: string;
	/** Invited, and has set no password yet. */
	pending: boolean;
	createdAt: string | null;
}

export const owner = 'global:owner';
/** Sees no workflow, credential or project, and has no API key: the least that n8n gives. */
export const chatUser = 'global:chatUser';

export const parseUser = (row: Dictionary): N8nUser => ({
	id: parse.text(row['id'], 'user.id'),
	email: parse.optionalText(row['email'], 'user.email'),
	name: [row['firstName'], row['lastName']].map((name) => parse.optionalText(name, 'user.name')).filter((name) => name !== null).join(' ') || null,
	role: parse.text(row['role'], 'user.role'),
	pending: row['isPending'] === true,
	createdAt: parse.optionalText(row['createdAt'], 'user.createdAt'),
});

export const userPath = (id: string): string => path`/users/${id}`;

export const getUser = async (n8n: N8n, idOrEmail: string): Promise<N8nUser> => parseUser(await n8n.get(userPath(idOrEmail), { includeRole: true }));

export const setRole = async (n8n: N8n, userId: string, role: string): Promise<void> => {
	await n8n.send('PATCH', `${userPath(userId)}/role`, { newRoleName: role });
};

export const sameAddress = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

/** That nobody is there counts only from an API that tells of others: without it every path is unknown. */
export const userIfAny = async (n8n: N8n, idOrEmail: string): Promise<N8nUser | null> => {
	const user = await unlessGone(() => getUser(n8n, idOrEmail));
	if (user !== null) return user;
	const others = parse.array((await n8n.get('/users', { limit: 1 }))['data'], 'users');
	if (others.length === 0) throw new Problem('bad_answer', 'n8n shows nobody at all, not even whose API key asks, so nobody can be called gone. Check the API key in the credential, then run the case again.');
	return null;
};
