import type { Dictionary } from '../http/parse';
import { Problem } from '../../lifecycle/problem';
import { path } from '../http/path';
import { parse, type Okta } from './client';

export interface OktaUser {
	id: string;
	status: string;
	/** Present only while an asynchronous change runs. */
	transitioningTo: string | null;
	statusChanged: string | null;
	login: string;
	profile: Dictionary;
	/** Who masters the account, where that is not Okta itself. */
	masteredBy: string | null;
}

/** Directories and imports own what they brought; a social or federated sign-in owns the sign-in only. */
const masters = new Set(['ACTIVE_DIRECTORY', 'LDAP', 'IMPORT']);

const masterOf = (user: Dictionary): string | null => {
	const provider = (user['credentials'] as { provider?: { type?: unknown; name?: unknown } } | null | undefined)?.provider;
	const type = parse.optionalText(provider?.type, 'user.credentials.provider.type');
	if (type === null || !masters.has(type)) return null;
	const name = parse.optionalText(provider?.name, 'user.credentials.provider.name');
	return name === null || name === type ? type : `${type} (${name})`;
};

/** A profile attribute as text; one that is empty is as good as none. */
export const textOf = (value: unknown): string | null => (value === undefined || value === null || value === '' ? null : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean));

/** It goes into filters and paths, so it must not be able to say anything there. */
const parseId = (value: unknown): string => {
	const id = parse.text(value, 'user.id');
	if (!/^[A-Za-z0-9_-]+$/.test(id)) throw new Problem('bad_answer', 'Okta answered with a user id that is none. Nothing can be concluded from it.');
	return id;
};

export const parseUser = (value: unknown): OktaUser => {
	const user = parse.object(value, 'user');
	const profile = parse.object(user['profile'], 'user.profile');
	return {
		id: parseId(user['id']),
		status: parse.text(user['status'], 'user.status'),
		transitioningTo: parse.optionalText(user['transitioningToStatus'], 'user.transitioningToStatus'),
		statusChanged: parse.optionalText(user['statusChanged'], 'user.statusChanged'),
		login: parse.text(profile['login'], 'user.profile.login'),
		profile,
		masteredBy: masterOf(user),
	};
};

export const getUser = async (okta: Okta, idOrLogin: string): Promise<OktaUser> =>
	parseUser(await okta.get(path`/api/v1/users/${idOrLogin}`));

/** A type, not an interface: the ledger keeps it, and only closed types are JSON. */
export type UserStatus = {
	status: string;
	transitioningTo: string | null;
	statusChanged: string | null;
};

export const readStatus = async (okta: Okta, id: string): Promise<UserStatus> => {
	const { status, transitioningTo, statusChanged } = await getUser(okta, id);
	return { status, transitioningTo, statusChanged };
};

/** The statuses in which nobody can sign in. */
export const isBlocked = (status: string): boolean => status === 'SUSPENDED' || status === 'DEPROVISIONED';
