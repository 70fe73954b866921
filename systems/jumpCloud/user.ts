import { Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type JumpCloud } from './client';

export interface JumpCloudUser {
	id: string;
	username: string;
	email: string | null;
	/** `STAGED`, `ACTIVATED`, `SUSPENDED`. */
	state: string;
	suspended: boolean;
	/** An older tenant, which knows no states but the switch behind them. */
	switchOnly: boolean;
	/** Which directory masters the user, where another one does. */
	managedBy: string | null;
	/** The fields that only that directory changes. */
	restricted: string[];
	fields: Dictionary;
}

/** A field as text; one that is empty is as good as none. */
export const textOf = (value: unknown): string | null => (value === undefined || value === null || value === '' ? null : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean));

/** Ids go into paths and are compared, so they must be what they say. */
export const idOf = (row: Dictionary, where: string): string => {
	const id = parse.text(row['_id'] ?? row['id'], `${where}.id`);
	if (!/^[A-Za-z0-9_-]+$/.test(id)) throw new Problem('bad_answer', `JumpCloud answered with an id that is none (${where}). Nothing can be concluded from it.`);
	return id;
};

const managerOf = (user: Dictionary): string | null => {
	const delegated = user['delegatedAuthority'] as { name?: unknown } | null | undefined;
	const authority = typeof delegated === 'object' ? textOf(delegated?.name) : null;
	if (user['externally_managed'] !== true && authority === null) return null;
	return authority ?? textOf(user['external_source_type']) ?? 'another directory';
};

const restrictedOf = (user: Dictionary): string[] => {
	const restricted = user['restrictedFields'];
	if (!Array.isArray(restricted)) return [];
	return restricted.flatMap((entry: unknown) => textOf(typeof entry === 'object' && entry !== null ? (entry as { field?: unknown }).field : entry) ?? []);
};

const stateOf = (user: Dictionary): string => {
	const state = parse.optionalText(user['state'], 'user.state');
	if (state !== null) return state;
	if (typeof user['suspended'] !== 'boolean') return parse.refuse('user.state', 'a text');
	// Who has not been activated yet may have the mail that lets them in.
	return user['suspended'] ? 'SUSPENDED' : 'ACTIVATED';
};

export const parseUser = (value: unknown): JumpCloudUser => {
	const user = parse.object(value, 'user');
	const state = stateOf(user);
	return {
		id: idOf(user, 'user'),
		username: parse.text(user['username'], 'user.username'),
		email: parse.optionalText(user['email'], 'user.email'),
		state,
		suspended: typeof user['suspended'] === 'boolean' ? user['suspended'] : state === 'SUSPENDED',
		switchOnly: parse.optionalText(user['state'], 'user.state') === null,
		managedBy: managerOf(user),
		restricted: restrictedOf(user),
		fields: user,
	};
};

export const userPath = (id: string) => path`/api/systemusers/${id}`;
export const graphPath = (id: string) => path`/api/v2/users/${id}`;

export const getUser = async (jumpCloud: JumpCloud, id: string): Promise<JumpCloudUser> => {
	const user = parseUser(await jumpCloud.get(userPath(id)));
	if (user.id !== id) throw new Problem('bad_answer', 'JumpCloud answered with somebody else than was asked for. Nothing can be concluded from it; run the case again.');
	return user;
};
