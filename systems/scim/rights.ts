import { right, type Right } from '../../lifecycle/rights';
import type { Scim } from './client';
import { groupsOf } from './groups';
import { readUser, type ScimAccount } from './user';

export const rights = async (scim: Scim, account: ScimAccount): Promise<Right[]> => {
	const user = await readUser(scim, account);
	const groups = user === null ? [] : ((await groupsOf(scim, user)) ?? []);
	return groups.map((group) => right(group, 'group', group.indirect ? 'they are in it through another group, and leave it with that one' : null));
};
