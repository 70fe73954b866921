import type { Wish } from '../../../lifecycle/giving';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import type { IdentityCenter } from '../client';
import { tryInTurn } from '../../../lifecycle/tryAll';
import { groupNamed, joinGroup, leaveGroup, readMemberships } from '../group';
import { identityCenterGivingStep } from './_identityCenter';

type Groups = {
	/** Those that were named. */
	groups: { id: string; name: string; membership: string | null }[];
	/** Named, but not to be found. */
	unknown: string[];
};

const read = async (identityCenter: IdentityCenter, userId: string, names: readonly string[]): Promise<Groups> => {
	const [held, found] = await Promise.all([readMemberships(identityCenter, userId), Promise.all(names.map((name) => groupNamed(identityCenter, name)))]);
	const groups = found.filter((group) => group !== null).map((group) => ({ ...group, membership: held.find((one) => one.group === group.id)?.membership ?? null }));
	return { groups, unknown: names.filter((_, index) => found[index] === null) };
};

const open = ({ groups }: Groups, member: boolean) => groups.filter(({ membership }) => (membership !== null) !== member);

const changing = (member: boolean, named: (wish: Wish) => readonly string[]) => ({
	needs: ['identitystore:GetGroupId', 'identitystore:DescribeGroup', 'identitystore:ListGroupMembershipsForMember', `identitystore:${member ? 'Create' : 'Delete'}GroupMembership`],
	readBackFrom: 'group memberships of the user',
	asked: (wish: Wish) => named(wish).length > 0,
	read: (identityCenter: IdentityCenter, { id }: { id: string }, wish: Wish) => read(identityCenter, id, named(wish)),
	plan: (state: Groups) => {
		const mine = open(state, member);
		if (mine.length > 0) return change(`${member ? 'Join' : 'Leave'} ${mine.map(({ name }) => name).join(', ')}`);
		if (state.unknown.length > 0) return impossible(`There is no group called ${state.unknown.join(', ')}. Correct the groups in the node, then run the case again`);
		return satisfied(member ? 'In all groups that were asked for' : 'In no group that was to be left');
	},
	apply: async (identityCenter: IdentityCenter, { id }: { id: string }, state: Groups) => {
		await tryInTurn(open(state, member), ({ id: group, membership }) => (member ? joinGroup(identityCenter, group, id) : leaveGroup(identityCenter, membership!)));
	},
});

export const joinGroups = identityCenterGivingStep<Groups>({ id: 'joinGroups', label: 'Groups to Join', ...changing(true, ({ join }) => join) });
export const leaveGroups = identityCenterGivingStep<Groups>({ id: 'leaveGroups', label: 'Groups to Leave', ...changing(false, ({ leave }) => leave) });
