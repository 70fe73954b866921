import type { GoogleCall, GoogleCaller } from './call';
import { forbidden } from './errors';
import type { GoogleState, GoogleUser, Role, RoleAssignment } from './state';
import { groupsOf } from './groups';

export const PRIVILEGES = [
	'USERS_RETRIEVE',
	'USERS_CREATE',
	'USERS_UPDATE',
	'USERS_SUSPEND',
	'USERS_MOVE',
	'USERS_RESET_PASSWORD',
	'USERS_DELETE',
	'USER_SECURITY_ALL',
	'GROUPS_ALL',
	'ORGANIZATION_UNITS_RETRIEVE',
	'ORGANIZATION_UNITS_UPDATE',
	'MANAGE_DEVICES',
	'DATATRANSFER_API_PRIVILEGE_GROUP',
	'LICENSING',
	'REPORTS_ACCESS',
	'ROLE_MANAGEMENT',
] as const;

export type Privilege = (typeof PRIVILEGES)[number];

const roleOf = (state: GoogleState, { roleId }: RoleAssignment): Role | undefined => state.roles.get(roleId);

/** Assignments of a user or service account; those of the groups they are in as well, unless only the direct ones are asked for. */
export function assignmentsOf(state: GoogleState, id: string, { indirect }: { indirect: boolean }): RoleAssignment[] {
	const groups = indirect ? groupsOf(state, id).map((group) => group.id) : [];
	return [...state.roleAssignments.values()].filter(({ assignedTo }) => assignedTo === id || groups.includes(assignedTo));
}

export const isSuperAdmin = (state: GoogleState, id: string) => assignmentsOf(state, id, { indirect: false }).some((assignment) => roleOf(state, assignment)?.isSuperAdminRole === true);

export const isDelegatedAdmin = (state: GoogleState, id: string) => assignmentsOf(state, id, { indirect: true }).some((assignment) => roleOf(state, assignment)?.isSuperAdminRole === false);

/** Whoever is suspended can undo nothing. */
export const isLastSuperAdmin = (state: GoogleState, { id }: GoogleUser) =>
	isSuperAdmin(state, id) && ![...state.users.values()].some((other) => other.id !== id && other.deletionTime === undefined && !other.suspended && !other.archived && isSuperAdmin(state, other.id));

export const has = (state: GoogleState, { id }: GoogleCaller, privilege: Privilege) =>
	isSuperAdmin(state, id) || assignmentsOf(state, id, { indirect: true }).some((assignment) => roleOf(state, assignment)?.privileges.includes(privilege) === true);

export function demand({ state, caller }: GoogleCall, privilege: Privilege): void {
	if (!has(state, caller, privilege)) throw forbidden();
}

/** Admins are touched by super admins only. */
export function mayManage({ state, caller }: Pick<GoogleCall, 'state' | 'caller'>, user: GoogleUser): void {
	const admin = isSuperAdmin(state, user.id) || isDelegatedAdmin(state, user.id);
	if (admin && !isSuperAdmin(state, caller.id)) throw forbidden();
}
