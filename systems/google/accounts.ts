import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import { parse, type Google } from './client';
import { hrIdsOf, isUsable, parseUser } from './user';

/** Every account of the company, five hundred at a time. */
export async function* listAccounts(google: Google): AccountPages {
	const pages = google.directory.pages('/admin/directory/v1/users', 'users', { customer: 'my_customer', maxResults: 500, projection: 'full' });
	for await (const page of pages) yield page.map((row) => listed(google, row));
}

const listed = (google: Google, row: unknown): ListedAccount => {
	const user = parseUser(row);
	const name = Object(user.raw['name']) as { fullName?: unknown };
	return {
		id: user.id,
		label: user.email,
		personId: hrIdsOf(user, google.settings.hrIdType)[0] ?? null,
		email: user.email,
		name: parse.optionalText(name.fullName, 'user.name.fullName'),
		status: user.suspended ? `suspended${user.suspensionReason === null ? '' : ` (${user.suspensionReason})`}` : user.archived ? 'archived' : 'active',
		usable: isUsable(user),
		kind: 'person',
		masteredBy: null,
		createdAt: parse.optionalText(user.raw['creationTime'], 'user.creationTime'),
		lastSignInAt: user.lastSignInAt,
	};
};
