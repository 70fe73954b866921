import { jsonBody, noContent, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { invalid, notFound } from '../errors';
import { parseExpression } from '../expression';
import { addMember, removeMember, rulesFilling, showGroup } from '../groups';
import { groupTarget, plainTarget, record, userTarget } from '../log';
import { page } from '../paging';
import { mayManage } from '../permissions';
import type { Group } from '../state';
import { nextId } from '../state';
import { showUser, userById, userByKey } from '../users';

const SEARCH = { operators: ['eq', 'sw', 'co', 'gt', 'ge', 'lt', 'le', 'pr'], caseSensitive: false };

function groupById({ state, params }: OktaCall): Group {
	const group = state.groups.get(params.group ?? '');
	if (group === undefined) throw notFound(params.group ?? '', 'UserGroup');
	return group;
}

function list(call: OktaCall) {
	const { state, query, baseUrl } = call;
	const q = query.get('q')?.toLowerCase();
	const expression = query.get('search') ?? query.get('filter');
	const fits = expression === null ? () => true : parseExpression(expression, SEARCH);
	const groups = [...state.groups.values()].filter((group) => (q === undefined || group.name.toLowerCase().startsWith(q)) && fits(showGroup(group, baseUrl)));
	return page(call, groups, ({ id }) => id, { usual: 10_000, largest: 10_000 }, (group) => showGroup(group, baseUrl));
}

function groupsOfUser(call: OktaCall) {
	const { id: userId } = userByKey(call, call.params.id ?? '');
	const groups = [...call.state.groups.values()].filter(({ members }) => members.has(userId));
	return page(call, groups, ({ id }) => id, { usual: 200, largest: 200 }, (group) => showGroup(group, call.baseUrl));
}

function members(call: OktaCall) {
	const users = [...groupById(call).members].flatMap((id) => call.state.users.get(id) ?? []);
	return page(call, users, ({ id }) => id, { usual: 1000, largest: 1000 }, (user) => showUser(user, call.baseUrl));
}

function editable(call: OktaCall): Group {
	const group = groupById(call);
	if (group.type !== 'OKTA_GROUP') throw invalid('groupType', `The group ${group.name} is of type ${group.type} and cannot be changed here`);
	return group;
}

function add(call: OktaCall) {
	const group = editable(call);
	const user = userById(call, call.params.user ?? '');
	mayManage(call.state, call.caller, user);
	if (group.members.has(user.id)) return noContent();
	addMember(call, group, user.id);
	record(call, 'group.user_membership.add', [userTarget(user), groupTarget(group)]);
	return noContent();
}

/** Taking somebody out of a rule's group puts them on the rule's exclusion list: the rule will never add them again. */
function remove(call: OktaCall) {
	const group = editable(call);
	const user = userById(call, call.params.user ?? '');
	mayManage(call.state, call.caller, user);
	if (!group.members.has(user.id)) return noContent();
	for (const rule of group.ruleMembers.has(user.id) ? rulesFilling(call.state, group.id) : []) {
		rule.excluded.push(user.id);
		record(call, 'group.user_membership.rule.add_exclusion', [userTarget(user), plainTarget('GroupRule', rule.id, rule.name)]);
	}
	removeMember(call, group, user.id);
	record(call, 'group.user_membership.remove', [userTarget(user), groupTarget(group)]);
	return noContent();
}

function create(call: OktaCall) {
	const profile = jsonBody(call.incoming)?.profile as { name?: string; description?: string } | undefined;
	if (profile?.name === undefined || profile.name === '') throw invalid('name', 'name: The field cannot be left blank');
	const at = call.clock.iso();
	const group: Group = {
		id: nextId(call.state, '00g'),
		type: 'OKTA_GROUP',
		name: profile.name,
		description: profile.description ?? '',
		members: new Set(),
		ruleMembers: new Set(),
		roles: [],
		created: at,
		lastUpdated: at,
		lastMembershipUpdated: at,
	};
	call.state.groups.set(group.id, group);
	record(call, 'group.lifecycle.create', [groupTarget(group)]);
	return ok(showGroup(group, call.baseUrl));
}

const read = 'okta.groups.read';
const manage = 'okta.groups.manage';

export const groupRoutes: OktaRoute[] = [
	{ method: 'GET', path: '/api/v1/users/:id/groups', needs: 'okta.users.read', handle: groupsOfUser },
	{ method: 'GET', path: '/api/v1/groups', needs: read, handle: list },
	{ method: 'POST', path: '/api/v1/groups', needs: manage, handle: create },
	{ method: 'GET', path: '/api/v1/groups/:group', needs: read, handle: (call) => ok(showGroup(groupById(call), call.baseUrl)) },
	{ method: 'GET', path: '/api/v1/groups/:group/users', needs: read, handle: members },
	{ method: 'PUT', path: '/api/v1/groups/:group/users/:user', needs: manage, handle: add },
	{ method: 'DELETE', path: '/api/v1/groups/:group/users/:user', needs: manage, handle: remove },
];
