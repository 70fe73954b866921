import { right, type Right } from '../../lifecycle/rights';
import { unlessGone } from '../http/gone';
import type { IdentityCenter } from './client';
import type { IdentityCenterAccount } from './find';
import { groupName, readMemberships } from './group';
import { ownerNames, takesChanges } from './owner';

export const rights = async (identityCenter: IdentityCenter, { id }: IdentityCenterAccount): Promise<Right[]> => {
	const { usersOwnedBy } = identityCenter.settings;
	const why = takesChanges(usersOwnedBy) ? null : `${ownerNames[usersOwnedBy]} decides who is in it; change the membership there`;
	const memberships = await readMemberships(identityCenter, id);
	const found = await Promise.all(
		memberships.map(async ({ group }) => {
			const name = await unlessGone(() => groupName(identityCenter, group));
			return name === null ? [] : [right({ id: group, name }, 'group', why)];
		}),
	);
	return found.flat();
};
