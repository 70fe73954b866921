import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import type { Dictionary } from '../http/parse';
import type { Scim } from './client';
import { parseUser, partOf, textOf } from './user';

export async function* listAccounts(scim: Scim): AccountPages {
	for await (const rows of scim.pages('/Users')) yield rows.map((row) => listed(scim, row));
}

const listed = (scim: Scim, row: Dictionary): ListedAccount => {
	const { id, userName, hrId, email, name, active } = parseUser(scim, row);
	return {
		id,
		label: userName,
		personId: hrId,
		email,
		name,
		status: active === null ? 'not shown' : active ? 'active' : 'inactive',
		usable: active !== false,
		kind: 'person',
		masteredBy: null,
		createdAt: textOf(partOf(row['meta'])['created']),
		lastSignInAt: null,
	};
};
