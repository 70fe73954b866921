import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import { parse, type JumpCloud } from './client';
import { isOut } from './state';
import { parseUser, textOf } from './user';

/** A million accounts. More is no list but a server that never stops. */
const mostPages = 10_000;

export async function* listAccounts(jumpCloud: JumpCloud): AccountPages {
	for await (const page of jumpCloud.pages('/api/systemusers', {}, mostPages)) yield page.map((row) => listed(row, jumpCloud.settings.hrIdAttribute));
}

const listed = (row: { [key: string]: unknown }, hrIdAttribute: string): ListedAccount => {
	const user = parseUser(row);
	const { id, username, email, state, managedBy, fields } = user;
	const fullName = [textOf(fields['firstname']), textOf(fields['lastname'])].filter((part) => part !== null).join(' ');
	return {
		id,
		label: email ?? username,
		personId: textOf(fields[hrIdAttribute]),
		email,
		name: textOf(fields['displayname']) ?? (fullName || null),
		status: state,
		// Locked out or with an expired password is one step of their own away from being in.
		usable: !isOut(user),
		kind: 'person',
		masteredBy: managedBy,
		createdAt: parse.optionalText(fields['created'], 'user.created'),
		lastSignInAt: null,
	};
};
