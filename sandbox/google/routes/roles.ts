import { noContent, ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { duplicate, forbidden, invalid, notFound } from '../errors';
import { page } from '../paging';
import { assignmentsOf, isSuperAdmin } from '../permissions';
import type { Role, RoleAssignment } from '../state';
import { nextId } from '../state';
import { userByKey } from '../users';
import { bodyOf, checkCustomer, route } from './route';

const at = '/admin/directory/v1/customer/:customer';

const showRole = ({ privileges, ...role }: Role) => ({ kind: 'admin#directory#role', ...role, rolePrivileges: privileges.map((privilegeName) => ({ privilegeName, serviceId: '00haapch16h1ysv' })) });
const showAssignment = (assignment: RoleAssignment) => ({ kind: 'admin#directory#roleAssignment', ...assignment });

const nameOf = ({ state }: GoogleCall, { roleId }: RoleAssignment) => state.roles.get(roleId)?.roleName ?? roleId;
const assigneeOf = ({ state }: GoogleCall, { assignedTo }: RoleAssignment) => state.users.get(assignedTo)?.primaryEmail ?? state.groups.get(assignedTo)?.email ?? assignedTo;

const log = (call: GoogleCall, name: string, assignment: RoleAssignment) =>
	record(call, name, { USER_EMAIL: assigneeOf(call, assignment), ROLE_NAME: nameOf(call, assignment) }, 'admin', 'DELEGATED_ADMIN_SETTINGS');

function listAssignments(call: GoogleCall) {
	const { state, query } = call;
	checkCustomer(call, call.params.customer);
	const [userKey, roleId] = [query.get('userKey'), query.get('roleId')];
	const indirect = query.get('includeIndirectRoleAssignments') === 'true';
	const some = userKey === null ? [...state.roleAssignments.values()] : assignmentsOf(state, (state.groups.get(userKey) ?? userByKey(call, userKey)).id, { indirect });
	const listed = some.filter((assignment) => roleId === null || assignment.roleId === roleId);
	return page(call, listed, { field: 'items', usual: 100, largest: 200, idOf: ({ roleAssignmentId }) => roleAssignmentId, show: showAssignment, around: { kind: 'admin#directory#roleAssignments' } });
}

function assignmentOf(call: GoogleCall): RoleAssignment {
	checkCustomer(call, call.params.customer);
	const assignment = call.state.roleAssignments.get(call.params.roleAssignmentId ?? '');
	if (assignment === undefined) throw notFound('roleAssignmentId');
	return assignment;
}

/** Roles are given and taken by super admins only. */
function demandSuperAdmin({ state, caller }: GoogleCall): void {
	if (!isSuperAdmin(state, caller.id)) throw forbidden();
}

function assign(call: GoogleCall) {
	const { state } = call;
	checkCustomer(call, call.params.customer);
	demandSuperAdmin(call);
	const { roleId, assignedTo, scopeType = 'CUSTOMER', orgUnitId, condition } = bodyOf(call);
	const role = state.roles.get(String(roleId));
	const assignee = String(assignedTo);
	const isGroup = state.groups.has(assignee);
	const isServiceAccount = [...state.serviceAccounts.values()].some(({ uniqueId }) => uniqueId === assignee);
	if (role === undefined) throw notFound('roleId');
	if (!isGroup && !isServiceAccount && state.users.get(assignee)?.deletionTime !== undefined) throw notFound('assignedTo');
	if (!isGroup && !isServiceAccount && !state.users.has(assignee)) throw notFound('assignedTo');
	if (scopeType !== 'CUSTOMER' && scopeType !== 'ORG_UNIT') throw invalid('Invalid Input: scopeType');
	const there = [...state.roleAssignments.values()].some((other) => other.roleId === role.roleId && other.assignedTo === assignee && other.orgUnitId === orgUnitId);
	if (there) throw duplicate('Entity already exists.');
	const roleAssignmentId = nextId(state);
	const assignment: RoleAssignment = { roleAssignmentId, roleId: role.roleId, assignedTo: assignee, assigneeType: isGroup ? 'group' : 'user', scopeType, ...(typeof orgUnitId === 'string' ? { orgUnitId } : {}), ...(typeof condition === 'string' ? { condition } : {}) };
	state.roleAssignments.set(roleAssignmentId, assignment);
	log(call, 'ASSIGN_ROLE', assignment);
	return ok(showAssignment(assignment));
}

/** Super admin is not taken away here, but with makeAdmin. */
function unassign(call: GoogleCall) {
	const assignment = assignmentOf(call);
	demandSuperAdmin(call);
	if (call.state.roles.get(assignment.roleId)?.isSuperAdminRole === true) throw invalid('Invalid Input: roleAssignmentId');
	log(call, 'UNASSIGN_ROLE', assignment);
	call.state.roleAssignments.delete(assignment.roleAssignmentId);
	return noContent();
}

function listRoles(call: GoogleCall) {
	checkCustomer(call, call.params.customer);
	return page(call, [...call.state.roles.values()], { field: 'items', usual: 100, largest: 100, idOf: ({ roleId }) => roleId, show: showRole, around: { kind: 'admin#directory#roles' } });
}

function roleOf({ state, params }: GoogleCall) {
	const role = state.roles.get(params.roleId ?? '');
	if (role === undefined) throw notFound('roleId');
	return ok(showRole(role));
}

const reading = { scopes: SCOPES.readRoles, privilege: 'ROLE_MANAGEMENT' } as const;
const writing = { scopes: SCOPES.writeRoles } as const;

export const roleRoutes = [
	route('GET', `${at}/roles`, reading, listRoles),
	route('GET', `${at}/roles/:roleId`, reading, roleOf),
	route('GET', `${at}/roleassignments`, reading, listAssignments),
	route('POST', `${at}/roleassignments`, writing, assign),
	route('GET', `${at}/roleassignments/:roleAssignmentId`, reading, (call) => ok(showAssignment(assignmentOf(call)))),
	route('DELETE', `${at}/roleassignments/:roleAssignmentId`, writing, unassign),
];
