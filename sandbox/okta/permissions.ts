import type { OktaState, OktaUser, RoleAssignment } from './state';
import { refuse } from './errors';
import type { OktaCaller } from './call';

const AREAS = ['users', 'groups', 'apps', 'roles', 'devices', 'apiTokens'] as const;
const readAll = [...AREAS.map((area) => `okta.${area}.read`), 'okta.logs.read'];
const manage = (...areas: string[]) => areas.map((area) => `okta.${area}.manage`);

/** What each standard admin role may do, in the words of OAuth scopes. Coarser than Okta, and never more generous for writes. */
const ROLES: Record<string, { label: string; permissions: readonly string[]; rank: number }> = {
	SUPER_ADMIN: { label: 'Super Administrator', permissions: [...readAll, ...manage(...AREAS)], rank: 3 },
	ORG_ADMIN: { label: 'Organization Administrator', permissions: [...readAll, ...manage('users', 'groups', 'devices', 'apiTokens')], rank: 2 },
	USER_ADMIN: { label: 'Group Administrator', permissions: ['okta.groups.read', ...manage('users', 'groups')], rank: 1 },
	HELP_DESK_ADMIN: { label: 'Help Desk Administrator', permissions: ['okta.users.read', 'okta.groups.read'], rank: 1 },
	APP_ADMIN: { label: 'Application Administrator', permissions: ['okta.users.read', 'okta.groups.read', ...manage('apps')], rank: 1 },
	API_ACCESS_MANAGEMENT_ADMIN: { label: 'API Access Management Administrator', permissions: ['okta.apps.read'], rank: 1 },
	REPORT_ADMIN: { label: 'Report Administrator', permissions: ['okta.logs.read', 'okta.users.read'], rank: 1 },
	READ_ONLY_ADMIN: { label: 'Read Only Administrator', permissions: readAll, rank: 1 },
};

export const roleLabel = (type: string) => ROLES[type]?.label;

export const permissionsOf = (roles: readonly string[]): Set<string> => new Set(roles.flatMap((role) => ROLES[role]?.permissions ?? []));

export const rankOf = (roles: readonly string[]) => Math.max(0, ...roles.map((role) => ROLES[role]?.rank ?? 1));

export interface HeldRole extends RoleAssignment {
	assignmentType: 'USER' | 'GROUP';
}

export function rolesHeldBy(state: OktaState, user: OktaUser): HeldRole[] {
	const direct = user.roles.map((role) => ({ ...role, assignmentType: 'USER' as const }));
	const throughGroups = [...state.groups.values()]
		.filter(({ members }) => members.has(user.id))
		.flatMap(({ roles }) => roles.map((role) => ({ ...role, assignmentType: 'GROUP' as const })));
	return [...direct, ...throughGroups];
}

export const roleTypesOf = (state: OktaState, user: OktaUser) => rolesHeldBy(state, user).map(({ type }) => type);

export const grants = (permissions: ReadonlySet<string>, needed: string) =>
	permissions.has(needed) || permissions.has(needed.replace(/\.read$/, '.manage'));

/** An admin cannot manage a user who ranks above them. */
export function mayManage(state: OktaState, caller: OktaCaller, user: OktaUser): void {
	if (rankOf(roleTypesOf(state, user)) > caller.rank) throw refuse('E0000006');
}

/** The last working super admin can neither be cut off nor demoted. */
export function notLastSuperAdmin(state: OktaState, user: OktaUser): void {
	const isSuper = (candidate: OktaUser) => candidate.status !== 'DEPROVISIONED' && candidate.status !== 'SUSPENDED' && roleTypesOf(state, candidate).includes('SUPER_ADMIN');
	const others = [...state.users.values()].filter((candidate) => candidate.id !== user.id && isSuper(candidate));
	if (isSuper(user) && others.length === 0) throw refuse('E0000006');
}
