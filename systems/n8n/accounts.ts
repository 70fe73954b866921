import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import type { N8n } from './client';
import { parseUser } from './user';

export const accounts = async function* (n8n: N8n): AccountPages {
	for await (const page of n8n.pages('/users', { limit: 250, includeRole: true })) {
		yield page.map((row): ListedAccount => {
			const { id, email, name, role, pending, createdAt } = parseUser(row);
			return {
				id,
				label: email ?? id,
				personId: null,
				email,
				name,
				status: pending ? `${role}, pending` : role,
				// An invitation lets them in for 90 days, and n8n calls those pending as well who sign in elsewhere.
				usable: true,
				kind: 'person',
				masteredBy: null,
				createdAt,
				lastSignInAt: null,
			};
		});
	}
};
