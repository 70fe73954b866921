import type { Place } from '../call';
import { nextUuid } from '../state';
import { conflict, identityStore, notFound, page, part, text, validation, type JsonCall } from './json';
import type { CenterGroup, Membership } from './state';
import { checkWritable, userIn } from './users';

export const membershipsOf = ({ state }: Place, userId: string) => [...state.identityCenter.memberships.values()].filter((membership) => membership.userId === userId);

function groupIn({ state }: Place, id: string): CenterGroup {
	const group = state.identityCenter.groups.get(id);
	if (group === undefined) throw notFound('GROUP', id);
	return group;
}

const memberIn = (call: JsonCall): string => userIn(call, String(part(call.body['MemberId'])['UserId'])).id;

const show = ({ state }: Place, { id, groupId, userId }: Membership) => ({ IdentityStoreId: state.identityCenter.identityStoreId, MembershipId: id, GroupId: groupId, MemberId: { UserId: userId } });

const showGroup = ({ state }: Place, { id, displayName, description }: CenterGroup) => ({ GroupId: id, DisplayName: displayName, Description: description, IdentityStoreId: state.identityCenter.identityStoreId });

function groupId(call: JsonCall): object {
	const { AttributePath, AttributeValue } = part(part(call.body['AlternateIdentifier'])['UniqueAttribute']);
	if (String(AttributePath).toLowerCase() !== 'displayname') throw validation('Groups are found by displayName.');
	const found = [...call.state.identityCenter.groups.values()].find(({ displayName }) => displayName === AttributeValue);
	if (found === undefined) throw notFound('GROUP', String(AttributeValue));
	return { GroupId: found.id, IdentityStoreId: call.state.identityCenter.identityStoreId };
}

function join(call: JsonCall): object {
	checkWritable(call);
	const { state } = call;
	const group = groupIn(call, text(call, 'GroupId'));
	const userId = memberIn(call);
	if (membershipsOf(call, userId).some((membership) => membership.groupId === group.id)) throw conflict('Member and Group relationship already exists.', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
	const membership = { id: nextUuid(state), groupId: group.id, userId };
	state.identityCenter.memberships.set(membership.id, membership);
	return { MembershipId: membership.id, IdentityStoreId: state.identityCenter.identityStoreId };
}

function leave(call: JsonCall): void {
	checkWritable(call);
	const id = text(call, 'MembershipId');
	if (!call.state.identityCenter.memberships.delete(id)) throw notFound('GROUP_MEMBERSHIP', id);
}

function isMember(call: JsonCall): object {
	const groupIds = (call.body['GroupIds'] as string[] | undefined) ?? [];
	if (groupIds.length === 0 || groupIds.length > 100) throw validation('GroupIds takes 1 to 100 ids.');
	const userId = memberIn(call);
	const joined = membershipsOf(call, userId).map((membership) => membership.groupId);
	return { Results: groupIds.map((id) => ({ GroupId: id, MemberId: { UserId: userId }, MembershipExists: joined.includes(id) })) };
}

export const centerGroupRoutes = identityStore({
	ListGroups: (call) => page(call, 'Groups', [...call.state.identityCenter.groups.values()], (group) => showGroup(call, group)),
	DescribeGroup: (call) => showGroup(call, groupIn(call, text(call, 'GroupId'))),
	GetGroupId: groupId,
	ListGroupMembershipsForMember: (call) => page(call, 'GroupMemberships', membershipsOf(call, memberIn(call)), (membership) => show(call, membership)),
	ListGroupMemberships: (call) => {
		const { id } = groupIn(call, text(call, 'GroupId'));
		return page(call, 'GroupMemberships', [...call.state.identityCenter.memberships.values()].filter((membership) => membership.groupId === id), (membership) => show(call, membership));
	},
	GetGroupMembershipId: (call) => {
		const id = text(call, 'GroupId');
		const found = membershipsOf(call, memberIn(call)).find((membership) => membership.groupId === id);
		if (found === undefined) throw notFound('GROUP_MEMBERSHIP', id);
		return { MembershipId: found.id, IdentityStoreId: call.state.identityCenter.identityStoreId };
	},
	DescribeGroupMembership: (call) => {
		const id = text(call, 'MembershipId');
		const found = call.state.identityCenter.memberships.get(id);
		if (found === undefined) throw notFound('GROUP_MEMBERSHIP', id);
		return show(call, found);
	},
	CreateGroupMembership: join,
	DeleteGroupMembership: leave,
	IsMemberInGroups: isMember,
});
