import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import { parse, type Okta } from './client';
import { isBlocked, parseUser, textOf } from './user';

/** Two million accounts. More is no list but a server that never stops. */
const mostPages = 10_000;

/** Without a filter Okta leaves out whoever is deactivated. This one fits everybody, and unlike a search it shows the present. */
const everybody = 'lastUpdated gt "1970-01-01T00:00:00.000Z"';

export async function* listAccounts(okta: Okta): AccountPages {
	for await (const page of okta.pages('/api/v1/users', { filter: everybody, limit: 200 }, mostPages)) yield page.map((row) => listed(row, okta.settings.hrIdAttribute));
}

const listed = (row: { [key: string]: unknown }, hrIdAttribute: string): ListedAccount => {
	const { id, login, status, transitioningTo, profile, masteredBy } = parseUser(row);
	const fullName = [textOf(profile['firstName']), textOf(profile['lastName'])].filter((part) => part !== null).join(' ');
	return {
		id,
		label: login,
		personId: textOf(profile[hrIdAttribute]),
		email: textOf(profile['email']),
		name: textOf(profile['displayName']) ?? (fullName || null),
		status,
		// Locked out, expired or waiting for a password is one step of their own away from being in.
		usable: !isBlocked(status) && (status !== 'STAGED' || transitioningTo !== null),
		kind: 'person',
		masteredBy,
		createdAt: parse.optionalText(row['created'], 'user.created'),
		lastSignInAt: parse.optionalText(row['lastLogin'], 'user.lastLogin'),
	};
};
