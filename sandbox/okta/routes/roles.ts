import { jsonBody, noContent, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { invalid, notFound, refuse } from '../errors';
import { plainTarget, record, userTarget } from '../log';
import { writableUserById } from '../manageable';
import type { HeldRole } from '../permissions';
import { notLastSuperAdmin, rankOf, roleLabel, rolesHeldBy } from '../permissions';
import type { RoleAssignment } from '../state';
import { nextId } from '../state';
import { userByKey } from '../users';

const showRole = ({ id, type, label, created, assignmentType, role, resourceSet }: HeldRole) => ({
	id,
	label,
	type,
	status: 'ACTIVE',
	created,
	lastUpdated: created,
	assignmentType,
	...(role === undefined ? {} : { role, 'resource-set': resourceSet }),
});

const held = (call: OktaCall) => rolesHeldBy(call.state, userByKey(call, call.params.id ?? ''));

function get(call: OktaCall) {
	const role = held(call).find(({ id }) => id === call.params.role);
	if (role === undefined) throw notFound(call.params.role ?? '', 'RoleAssignment');
	return ok(showRole(role));
}

function assign(call: OktaCall) {
	const user = writableUserById(call);
	const body = jsonBody(call.incoming) ?? {};
	const type = String(body.type);
	const custom = type === 'CUSTOM';
	const label = custom ? String(body.role) : roleLabel(type);
	if (label === undefined || (custom && (body.role === undefined || body['resource-set'] === undefined))) throw invalid('type', `type: '${type}' is not a role`);
	if (rankOf([type]) > call.caller.rank) throw refuse('E0000006');
	if (user.roles.some((role) => role.type === type && !custom)) throw refuse('E0000090');
	const details = custom ? { role: String(body.role), resourceSet: String(body['resource-set']) } : {};
	const role: RoleAssignment = { id: nextId(call.state, 'ra1'), type, label, created: call.clock.iso(), ...details };
	user.roles.push(role);
	record(call, 'user.account.privilege.grant', [userTarget(user), plainTarget('ROLE', role.id, label)], { privilegeGranted: label });
	return { status: 201, body: showRole({ ...role, assignmentType: 'USER' }) };
}

function unassign(call: OktaCall) {
	const user = writableUserById(call);
	const role = held(call).find(({ id }) => id === call.params.role);
	if (role === undefined) throw notFound(call.params.role ?? '', 'RoleAssignment');
	// A role that comes through a group is taken away by leaving the group.
	if (role.assignmentType === 'GROUP') throw refuse('E0000006');
	if (role.type === 'SUPER_ADMIN') notLastSuperAdmin(call.state, user);
	user.roles = user.roles.filter(({ id }) => id !== role.id);
	record(call, role.type === 'CUSTOM' ? 'iam.resourceset.bindings.delete' : 'user.account.privilege.revoke', [userTarget(user), plainTarget('ROLE', role.id, role.label)]);
	return noContent();
}

function assignees({ state, baseUrl }: OktaCall) {
	const direct = [...state.users.values()].filter(({ roles }) => roles.length > 0);
	const value = direct.map(({ id }) => ({ id, orn: `orn:okta:directory:00osandbox:users:${id}`, _links: { self: { href: `${baseUrl}/api/v1/users/${id}` } } }));
	return ok({ value, _links: {} });
}

export const roleRoutes: OktaRoute[] = [
	{ method: 'GET', path: '/api/v1/iam/assignees/users', needs: 'okta.roles.read', handle: assignees },
	{ method: 'GET', path: '/api/v1/users/:id/roles', needs: 'okta.roles.read', handle: (call) => ok(held(call).map(showRole)) },
	{ method: 'POST', path: '/api/v1/users/:id/roles', needs: 'okta.roles.manage', handle: assign },
	{ method: 'GET', path: '/api/v1/users/:id/roles/:role', needs: 'okta.roles.read', handle: get },
	{ method: 'DELETE', path: '/api/v1/users/:id/roles/:role', needs: 'okta.roles.manage', handle: unassign },
];
