import { change, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Iam } from '../client';
import type { AwsAccount } from '../find';
import { each } from '../../http/gone';
import { addToGroup, groupsOf, removeFromGroup } from '../groups';
import { awsGivingStep, type AwsWish } from './_aws';

type Groups = { held: string[] };

/** Names of groups are unique whatever their case. */
const holds = ({ held }: Groups, group: string): boolean => held.some((name) => name.toLowerCase() === group.toLowerCase());

const changing = (member: boolean, named: (wish: AwsWish) => readonly string[]) => {
	const open = (state: Groups, wish: AwsWish) => named(wish).filter((group) => holds(state, group) !== member);
	return {
		needs: ['iam:ListGroupsForUser', member ? 'iam:AddUserToGroup' : 'iam:RemoveUserFromGroup'],
		readBackFrom: 'groups of the user',
		asked: (wish: AwsWish) => named(wish).length > 0,
		read: async (iam: Iam, { name }: AwsAccount): Promise<Groups> => ({ held: await groupsOf(iam, name) }),
		plan: (state: Groups, wish: AwsWish) => {
			const groups = open(state, wish);
			if (groups.length > 0) return change(`${member ? 'Join' : 'Leave'} ${groups.join(', ')}`);
			return satisfied(member ? 'In all groups that were asked for' : 'In no group that was to be left');
		},
		apply: (iam: Iam, { name }: AwsAccount, state: Groups, wish: AwsWish) =>
			member ? tryEach(open(state, wish), (group) => addToGroup(iam, group, name)) : each(open(state, wish), (group) => removeFromGroup(iam, group, name)),
	};
};

export const joinGroups = awsGivingStep<Groups>({ id: 'joinGroups', label: 'Groups to Join', ...changing(true, ({ join }) => join) });
export const leaveGroups = awsGivingStep<Groups>({ id: 'leaveGroups', label: 'Groups to Leave', ...changing(false, ({ leave }) => leave) });
