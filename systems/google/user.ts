import { Problem } from '../../lifecycle/problem';
import { path } from '../http/path';
import type { Dictionary } from '../http/parse';
import { parse, type Google } from './client';

export interface GoogleUser {
	id: string;
	email: string;
	aliases: string[];
	suspended: boolean;
	archived: boolean;
	/** Who suspended it: ADMIN, or Google for a reason of its own. */
	suspensionReason: string | null;
	suspendedAt: string | null;
	lastSignInAt: string | null;
	isSuperAdmin: boolean;
	hasMailbox: boolean;
	twoStep: { enrolled: boolean; enforced: boolean };
	orgUnitPath: string;
	/** The whole answer, for what only one reader needs. */
	raw: Dictionary;
}

const isTrue = (value: unknown): boolean => value === true;

/** It goes into paths and filters, so it must not be able to say anything there. */
const parseId = (value: unknown): string => {
	const id = parse.text(value, 'user.id');
	if (!/^[0-9A-Za-z_-]+$/.test(id)) throw new Problem('bad_answer', 'Google answered with a user id that is none. Nothing can be concluded from it.');
	return id;
};

const neverSignedIn = '1970-01-01T00:00:00.000Z';

const instant = (value: unknown, where: string): string | null => {
	const text = parse.optionalText(value, where);
	return text === null || text === neverSignedIn ? null : text;
};

const listOf = (value: unknown): Dictionary[] => (Array.isArray(value) ? value.map((entry) => Object(entry) as Dictionary) : []);

export const parseUser = (value: unknown): GoogleUser => {
	const raw = parse.object(value, 'user');
	if (typeof raw['suspended'] !== 'boolean') parse.refuse('user.suspended', 'yes or no');
	return {
		id: parseId(raw['id']),
		email: parse.text(raw['primaryEmail'], 'user.primaryEmail').toLowerCase(),
		aliases: [raw['aliases'], raw['nonEditableAliases']].flatMap((list) => (Array.isArray(list) ? list.map((alias) => String(alias).toLowerCase()) : [])),
		suspended: isTrue(raw['suspended']),
		archived: isTrue(raw['archived']),
		suspensionReason: parse.optionalText(raw['suspensionReason'], 'user.suspensionReason'),
		suspendedAt: instant(raw['suspensionTime'], 'user.suspensionTime'),
		lastSignInAt: instant(raw['lastLoginTime'], 'user.lastLoginTime'),
		isSuperAdmin: isTrue(raw['isAdmin']),
		hasMailbox: isTrue(raw['isMailboxSetup']),
		twoStep: { enrolled: isTrue(raw['isEnrolledIn2Sv']), enforced: isTrue(raw['isEnforcedIn2Sv']) },
		orgUnitPath: parse.optionalText(raw['orgUnitPath'], 'user.orgUnitPath') ?? '/',
		raw,
	};
};

/** Whether anybody can sign in with it. */
export const isUsable = ({ suspended, archived }: Pick<GoogleUser, 'suspended' | 'archived'>): boolean => !suspended && !archived;

/** The entries of a repeated field, such as `organizations`; Google shows none where there is none. */
export const entriesOf = ({ raw }: GoogleUser, field: string): Dictionary[] => listOf(raw[field]);

export const usersPath = (key: string): string => path`/admin/directory/v1/users/${key}`;

export const getUser = async ({ directory }: Google, key: string): Promise<GoogleUser> => parseUser(await directory.get(usersPath(key), { projection: 'full' }));

const isOfType = (entry: Dictionary, type: string): boolean => (type === 'organization' ? entry['type'] === 'organization' : entry['type'] === 'custom' && entry['customType'] === type);

/** The HR ids an account carries: none, one, or by mistake several. */
export const hrIdsOf = (user: GoogleUser, type: string): string[] =>
	entriesOf(user, 'externalIds').flatMap((entry) => (isOfType(entry, type) && entry['value'] !== undefined && entry['value'] !== '' ? [String(entry['value'])] : []));

export const externalId = (type: string, value: string): { [field: string]: string } => (type === 'organization' ? { type, value } : { type: 'custom', customType: type, value });

export const managerOf = (user: GoogleUser): string | null => {
	const relation = entriesOf(user, 'relations').find(({ type }) => type === 'manager');
	return typeof relation?.['value'] === 'string' && relation['value'] !== '' ? relation['value'] : null;
};
