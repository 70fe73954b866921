import { Problem } from '../../../lifecycle/problem';
import { reader, type Dictionary } from '../parse';
import { path } from '../path';
import type { Graph } from './graph';

const parse = reader('Entra ID');

/** How people are told from one another there, as the administrator chose it. */
export interface HowToFind {
	/** The user property that holds the HR system's id: `employeeId`, or one of `onPremisesExtensionAttributes`. */
	hrIdAttribute: string;
	/** Whether an account without an HR id may be found by its work e-mail. */
	matchByEmail: boolean;
}

/** The users of a tenant, over whichever app they are read. */
export interface Directory extends Graph {
	settings: HowToFind;
}

export interface EntraUser {
	id: string;
	upn: string;
	mail: string | null;
	enabled: boolean;
	/** The account's home is another tenant: it signs in there. */
	external: boolean;
	guest: boolean;
	/** Active Directory owns it. */
	synced: boolean;
	immutableId: string | null;
	lastSyncAt: string | null;
	/** Sessions and refresh tokens from before are void. */
	sessionsValidFrom: string | null;
	hrId: string | null;
	/** Everything that was read. */
	row: Dictionary;
}

const always = [
	'id',
	'userPrincipalName',
	'mail',
	'accountEnabled',
	'userType',
	'onPremisesSyncEnabled',
	'onPremisesImmutableId',
	'onPremisesLastSyncDateTime',
	'signInSessionsValidFromDateTime',
] as const;

/** Graph shows about eleven properties unless it is told which. */
export const userFields = (hrIdAttribute: string, more: readonly string[] = []): string => [...new Set([...always, hrIdAttribute.split('/')[0]!, ...more])].join(',');

export const valueAt = (row: Dictionary, attribute: string): unknown =>
	attribute.split('/').reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Dictionary)[name] : undefined), row);

/** It goes into filters and paths, so it must not be able to say anything there. */
export const parseId = (value: unknown, where: string): string => {
	const id = parse.text(value, where);
	if (!/^[A-Za-z0-9_.-]+$/.test(id)) throw new Problem('bad_answer', `Entra ID answered with an id that is none (${where}). Nothing can be concluded from it.`);
	return id;
};

const flag = (value: unknown, where: string): boolean => (typeof value === 'boolean' ? value : parse.refuse(where, 'true or false'));

export const parseUser = (row: Dictionary, hrIdAttribute: string): EntraUser => {
	const upn = parse.text(row['userPrincipalName'], 'user.userPrincipalName');
	const external = upn.includes('#EXT#');
	return {
		id: parseId(row['id'], 'user.id'),
		upn,
		mail: parse.optionalText(row['mail'], 'user.mail'),
		enabled: flag(row['accountEnabled'], 'user.accountEnabled'),
		external,
		guest: external || row['userType'] === 'Guest',
		synced: row['onPremisesSyncEnabled'] === true,
		immutableId: parse.optionalText(row['onPremisesImmutableId'], 'user.onPremisesImmutableId'),
		lastSyncAt: parse.optionalText(row['onPremisesLastSyncDateTime'], 'user.onPremisesLastSyncDateTime'),
		sessionsValidFrom: parse.optionalText(row['signInSessionsValidFromDateTime'], 'user.signInSessionsValidFromDateTime'),
		hrId: hrIdIn(row, hrIdAttribute),
		row,
	};
};

const hrIdIn = (row: Dictionary, attribute: string): string | null => {
	const value = valueAt(row, attribute);
	return value === undefined || value === null || value === '' ? null : String(value);
};

export const usersPath = (id: string): string => path`/v1.0/users/${id}`;

/** By Microsoft's own clock, which dates all that it compares. */
export const serverTime = async (directory: Graph, id: string): Promise<string | null> => (await directory.getAt(usersPath(id), { $select: 'id' })).at;

/** Read from the directory itself, by id or user principal name: what an index shows verifies nothing. */
export const getUser = async (directory: Directory, idOrUpn: string, more: readonly string[] = []): Promise<EntraUser> => {
	const { hrIdAttribute } = directory.settings;
	return parseUser(await directory.get(usersPath(idOrUpn), { $select: userFields(hrIdAttribute, more) }), hrIdAttribute);
};
