import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import { parse, type Entra } from './client';
import { parseUser, userFields } from '../http/microsoft/user';

const more = ['displayName', 'createdDateTime'];

export const accounts = async function* (entra: Entra): AccountPages {
	const { hrIdAttribute } = entra.settings;
	for await (const page of entra.pages('/v1.0/users', { $select: userFields(hrIdAttribute, more), $top: 999 })) {
		yield page.map((row): ListedAccount => {
			const user = parseUser(row, hrIdAttribute);
			return {
				id: user.id,
				label: user.upn,
				personId: user.hrId,
				email: user.mail,
				name: parse.optionalText(row['displayName'], 'user.displayName'),
				status: user.enabled ? 'Enabled' : 'Disabled',
				usable: user.enabled,
				kind: user.guest ? 'guest' : 'person',
				masteredBy: user.synced ? 'Active Directory' : null,
				createdAt: parse.optionalText(row['createdDateTime'], 'user.createdDateTime'),
				// Graph shows it to tenants with a licence for it only, and in pages half as long.
				lastSignInAt: null,
			};
		});
	}
};
