import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import type { IdentityCenter } from './client';
import { hrIdOf } from './find';
import { ownerNames, takesChanges } from './owner';
import { parseUser } from './user';

export const accounts = async function* (identityCenter: IdentityCenter): AccountPages {
	const { issuer, usersOwnedBy } = identityCenter.settings;
	for await (const page of identityCenter.storePages('ListUsers', {}, 'Users')) {
		yield page.map((row): ListedAccount => {
			const user = parseUser(row);
			return {
				id: user.id,
				label: user.userName,
				personId: hrIdOf(user, issuer),
				email: user.emails[0] ?? null,
				name: user.displayName,
				status: user.status ?? 'not shown',
				usable: user.status !== 'DISABLED',
				kind: 'person',
				masteredBy: takesChanges(usersOwnedBy) ? null : ownerNames[usersOwnedBy],
				createdAt: user.createdAt,
				lastSignInAt: null,
			};
		});
	}
};
