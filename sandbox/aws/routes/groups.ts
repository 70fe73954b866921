import type { Xml } from '../../server/xml';
import { deleteConflict, limitExceeded, noSuchEntity, refuse } from '../errors';
import { groupArn, groupsOf } from '../names';
import { iam, optional, page, required, type QueryCall } from '../query';
import type { Account, Group } from '../state';
import { nextId } from '../state';
import { iso } from '../times';
import { requiredUser, showUser } from '../users';
import { byName } from './users';

const MOST_PER_USER = 10;

export function groupNamed({ account }: QueryCall, name: string): Group {
	const group = account.groups.get(name.toLowerCase());
	if (group === undefined) throw noSuchEntity(`The group with name ${name} cannot be found.`);
	return group;
}

const requiredGroup = (call: QueryCall) => groupNamed(call, required(call, 'GroupName'));

const show = (account: Account, group: Group): Xml => ({ Path: group.path, GroupName: group.name, GroupId: group.id, Arn: groupArn(account, group), CreateDate: iso(group.createdAt) });

export const groupRoutes = iam({
	ListGroups: (call) => {
		const prefix = optional(call, 'PathPrefix') ?? '/';
		return page(call, 'Groups', byName(call.account.groups.values()).filter(({ path }) => path.startsWith(prefix)), (group) => show(call.account, group));
	},
	ListGroupsForUser: (call) => page(call, 'Groups', byName(groupsOf(call.account, requiredUser(call))), (group) => show(call.account, group)),
	GetGroup: (call) => {
		const { account } = call;
		const group = requiredGroup(call);
		const users = byName([...account.users.values()].filter(({ id }) => group.members.has(id)));
		return { Group: show(account, group), ...page(call, 'Users', users, (user) => showUser(account, user)) };
	},
	CreateGroup: (call) => {
		const name = required(call, 'GroupName');
		if (call.account.groups.has(name.toLowerCase())) throw refuse('EntityAlreadyExists', `Group with name ${name} already exists.`);
		const group: Group = { name, id: nextId(call.state, 'AGPA'), path: optional(call, 'Path') ?? '/', createdAt: call.clock.iso(), members: new Set(), attached: [], inline: new Map() };
		call.account.groups.set(name.toLowerCase(), group);
		return { Group: show(call.account, group) };
	},
	DeleteGroup: (call) => {
		const group = requiredGroup(call);
		if (group.members.size > 0) throw deleteConflict('remove users from group');
		if (group.attached.length > 0 || group.inline.size > 0) throw deleteConflict('detach all policies');
		call.account.groups.delete(group.name.toLowerCase());
	},
	AddUserToGroup: (call) => {
		const [group, user] = [requiredGroup(call), requiredUser(call)];
		if (!group.members.has(user.id) && groupsOf(call.account, user).length >= MOST_PER_USER) throw limitExceeded('GroupsPerUser', MOST_PER_USER);
		group.members.add(user.id);
	},
	RemoveUserFromGroup: (call) => {
		const [group, user] = [requiredGroup(call), requiredUser(call)];
		if (!group.members.delete(user.id) && call.state.settings.removingNonMembers === 'NoSuchEntity') throw noSuchEntity(`User ${user.name} is not in group ${group.name}.`);
	},
});
