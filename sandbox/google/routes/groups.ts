import { ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { duplicate, failedPrecondition, forbidden, invalid, notFound, refuse } from '../errors';
import { addressOf, groupByAddress, groupsOf, isMemberSomehow, membersOf } from '../groups';
import { page } from '../paging';
import type { Group, GoogleState, Member, MemberRole } from '../state';
import { lookUp, userByKey } from '../users';
import { bodyOf, checkCustomer, emptyOk, route } from './route';

const at = '/admin/directory/v1/groups';
const ROLES: readonly string[] = ['MEMBER', 'MANAGER', 'OWNER'] satisfies MemberRole[];

const showGroup = (state: GoogleState, group: Group) => {
	const { id, email, name, description } = group;
	return { kind: 'admin#directory#group', id, email, name, description, adminCreated: true, directMembersCount: String(membersOf(state, group).length) };
};

/** Members of a group that are suspended are shown as such. */
const showMember = (state: GoogleState, member: Member) => {
	const { id, type, role } = member;
	const user = state.users.get(id);
	return { kind: 'admin#directory#member', id, email: addressOf(state, member), role, type, status: user?.suspended === true ? 'SUSPENDED' : 'ACTIVE' };
};

function groupOf({ state, params }: GoogleCall): Group {
	const group = groupByAddress(state, params.groupKey ?? '');
	if (group === undefined) throw notFound('groupKey');
	return group;
}

function memberOf({ state, params }: GoogleCall, group: Group): Member {
	const key = params.memberKey ?? '';
	const found = lookUp(state, key) ?? groupByAddress(state, key);
	const member = membersOf(state, group).find(({ id, outsideEmail }) => id === (found?.id ?? key) || outsideEmail === key.toLowerCase());
	if (member === undefined) throw notFound('memberKey');
	return member;
}

function refuseDynamic({ state: { settings } }: GoogleCall, { dynamicDepartment }: Group): void {
	if (dynamicDepartment === undefined) return;
	const message = 'Memberships of a dynamic group cannot be modified.';
	throw settings.dynamicGroupAnswer === 400 ? failedPrecondition(message) : forbidden(message);
}

function listGroups(call: GoogleCall) {
	const { state, query } = call;
	const [userKey, customer, domain] = [query.get('userKey'), query.get('customer'), query.get('domain')];
	if (userKey !== null && customer !== null) throw refuse(400, 'badRequest', 'Bad Request');
	if (customer !== null) checkCustomer(call, customer);
	else if (domain !== null && domain !== state.customer.domain) throw forbidden();
	else if (userKey === null && domain === null) throw refuse(400, 'badRequest', 'Bad Request');
	const listed = userKey === null ? [...state.groups.values()].sort((a, b) => (a.email < b.email ? -1 : 1)) : groupsOf(state, (groupByAddress(state, userKey) ?? userByKey(call, userKey)).id);
	return page(call, listed, { field: 'groups', usual: 200, largest: 200, idOf: ({ id }) => id, show: (group) => showGroup(state, group), around: { kind: 'admin#directory#groups' } });
}

function roleIn(body: Record<string, unknown>): MemberRole {
	const { role = 'MEMBER' } = body;
	if (!ROLES.includes(String(role))) throw invalid('Invalid Input: role');
	return role as MemberRole;
}

/** Anybody with an address may be a member; somebody of the domain has to exist. */
function newMember({ state }: GoogleCall, { email, id }: Record<string, unknown>, role: MemberRole): Member {
	const key = typeof id === 'string' ? id : email;
	if (typeof key !== 'string' || key === '') throw invalid('Missing required field: member');
	const user = lookUp(state, key);
	if (user !== undefined) return { id: user.id, type: 'USER', role };
	const group = groupByAddress(state, key);
	if (group !== undefined) return { id: group.id, type: 'GROUP', role };
	if (!key.includes('@') || key.toLowerCase().endsWith(`@${state.customer.domain}`)) throw notFound('memberKey');
	return { id: `outside:${key.toLowerCase()}`, type: 'USER', role, outsideEmail: key.toLowerCase() };
}

function addMember(call: GoogleCall) {
	const group = groupOf(call);
	const body = bodyOf(call);
	refuseDynamic(call, group);
	const member = newMember(call, body, roleIn(body));
	if (group.members.has(member.id)) throw duplicate('Member already exists.');
	if (member.id === group.id) throw invalid('Invalid Input: member');
	group.members.set(member.id, member);
	record(call, 'ADD_GROUP_MEMBER', { USER_EMAIL: addressOf(call.state, member), GROUP_EMAIL: group.email }, 'admin', 'GROUP_SETTINGS');
	return ok(showMember(call.state, member));
}

function changeMember(call: GoogleCall) {
	const group = groupOf(call);
	refuseDynamic(call, group);
	const member = memberOf(call, group);
	member.role = roleIn(bodyOf(call));
	record(call, 'UPDATE_GROUP_MEMBER', { USER_EMAIL: addressOf(call.state, member), GROUP_EMAIL: group.email }, 'admin', 'GROUP_SETTINGS');
	return ok(showMember(call.state, member));
}

function removeMember(call: GoogleCall) {
	const group = groupOf(call);
	const member = memberOf(call, group);
	refuseDynamic(call, group);
	group.members.delete(member.id);
	record(call, 'REMOVE_GROUP_MEMBER', { USER_EMAIL: addressOf(call.state, member), GROUP_EMAIL: group.email }, 'admin', 'GROUP_SETTINGS');
	return emptyOk();
}

function listMembers(call: GoogleCall) {
	const { state, query } = call;
	const roles = query.get('roles')?.split(',');
	const listed = membersOf(state, groupOf(call)).filter(({ role }) => roles?.includes(role) ?? true);
	return page(call, listed, { field: 'members', usual: 200, largest: 200, idOf: ({ id }) => id, show: (member) => showMember(state, member), around: { kind: 'admin#directory#members' } });
}

/** Nobody outside the domain can be asked about. */
function hasMember(call: GoogleCall) {
	const { state, params } = call;
	const key = params.memberKey ?? '';
	const found = lookUp(state, key) ?? groupByAddress(state, key);
	if (found === undefined) throw key.includes('@') && !key.endsWith(`@${state.customer.domain}`) ? invalid('Invalid Input: memberKey') : notFound('memberKey');
	return ok({ isMember: isMemberSomehow(state, groupOf(call), found.id) });
}

const privilege = 'GROUPS_ALL';
const { readGroups, readMembers, writeMembers } = SCOPES;

export const groupRoutes = [
	route('GET', at, { scopes: readGroups, privilege }, listGroups),
	route('GET', `${at}/:groupKey`, { scopes: readGroups, privilege }, (call) => ok(showGroup(call.state, groupOf(call)))),
	route('GET', `${at}/:groupKey/members`, { scopes: readMembers, privilege }, listMembers),
	route('POST', `${at}/:groupKey/members`, { scopes: writeMembers, privilege }, addMember),
	route('GET', `${at}/:groupKey/members/:memberKey`, { scopes: readMembers, privilege }, (call) => ok(showMember(call.state, memberOf(call, groupOf(call))))),
	route('PUT', `${at}/:groupKey/members/:memberKey`, { scopes: writeMembers, privilege }, changeMember),
	route('PATCH', `${at}/:groupKey/members/:memberKey`, { scopes: writeMembers, privilege }, changeMember),
	route('DELETE', `${at}/:groupKey/members/:memberKey`, { scopes: writeMembers, privilege }, removeMember),
	route('GET', `${at}/:groupKey/hasMember/:memberKey`, { scopes: readMembers, privilege }, hasMember),
];
