import { asProblem } from '../../../lifecycle/problem';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import { onlyTold } from '../../http/onlyTold';
import type { IdentityCenter } from '../client';
import { tryInTurn } from '../../../lifecycle/tryAll';
import { groupName, joinGroup, leaveGroup, readMemberships } from '../group';
import { ownerNames, refusalOf, takesChanges, type Owner } from '../owner';
import { endingsOf, leftOf, noteSessions, permissionSetsOfGroups, type Ending } from '../reach';
import { identityCenterStep, liveSessions } from './_identityCenter';

type Group = { id: string; membership: string; name: string };
export type Groups = { groups: Group[]; owner: Owner; refused: string[]; endings: Ending[] };
type Receipt = { refused: string[] };

const namesOf = (groups: readonly Group[]) => groups.map(({ name }) => name).join(', ');
const missing = (now: Groups, before: Groups) => before.groups.filter(({ id }) => !now.groups.some((group) => group.id === id));

/** Resolves to the groups whose members another system decides; what else is refused is a failure. */
const leave = async (identityCenter: IdentityCenter, groups: readonly Group[]): Promise<string[]> => {
	const { usersOwnedBy } = identityCenter.settings;
	const refused = await tryInTurn(groups, async ({ id, membership }) => {
		try {
			await leaveGroup(identityCenter, membership);
			return [];
		} catch (error) {
			if (takesChanges(usersOwnedBy)) throw asProblem(error);
			refusalOf(error, usersOwnedBy);
			return [id];
		}
	});
	return refused.flat();
};

export const removeFromGroups = identityCenterStep<Groups>({
	id: 'removeFromGroups',
	label: 'Remove From Groups',
	danger: 'The person leaves every group, and loses the AWS accounts and applications that come with them. Restore Access puts them back.',
	needs: ['identitystore:ListGroupMembershipsForMember', 'identitystore:DescribeGroup', 'identitystore:DeleteGroupMembership', 'identitystore:CreateGroupMembership'],
	readBackFrom: 'group memberships of the user',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: [liveSessions],
	stage: 'cut',
	after: ['denySessions', 'disableUser'],

	read: async (identityCenter, { id }, receipt) => {
		const { refused = [] } = (receipt as Partial<Receipt> | undefined) ?? {};
		const memberships = await readMemberships(identityCenter, id);
		const groups = await Promise.all(memberships.map(async ({ group, membership }) => ({ id: group, membership, name: await onlyTold(group, () => groupName(identityCenter, group)) })));
		return { groups, owner: identityCenter.settings.usersOwnedBy, refused, endings: endingsOf(identityCenter) };
	},
	plan: ({ groups, owner, refused, endings }) => {
		if (groups.length === 0) return satisfied('In no group', leftOf(endings));
		if (takesChanges(owner) || groups.some(({ id }) => !refused.includes(id))) return change(`Leave ${namesOf(groups)}`);
		return impossible(`${namesOf(groups)}: AWS lets nobody be taken out from here; ${ownerNames[owner]} decides who is in them. Take the person out there`, 'not_removable_here');
	},
	apply: async (identityCenter, { id }, { groups }): Promise<Receipt> => {
		await noteSessions(identityCenter, id, () => permissionSetsOfGroups(identityCenter, groups.map((group) => group.id)));
		return { refused: await leave(identityCenter, groups) };
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('In the same groups as before') : change(`Join ${namesOf(gone)}`);
		},
		apply: async (identityCenter, { id }, now, before) => {
			await tryInTurn(missing(now, before), (group) => joinGroup(identityCenter, group.id, id));
		},
	},
});
