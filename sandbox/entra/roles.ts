import type { EntraCall, Scene } from './call';
import { denied } from './errors';
import type { EntraState, EntraUser } from './state';

/** Directory roles by name: the ids of their definitions are the same in every tenant. */
export const ROLES = {
	'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
	'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
	'Privileged Authentication Administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
	'Authentication Administrator': 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
	'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
	'Groups Administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
	'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
	'Intune Administrator': '3a2c62db-5318-420d-8d74-23affee5d9d5',
	'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
	'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
	'Reports Reader': '4a5d8f65-41da-4de4-8968-e035b65339cf',
	'Message Center Reader': '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b',
	'Directory Readers': '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
	'Guest Inviter': '95e79109-95c0-4d8e-aee3-d01accf2d47b',
} as const;

export type RoleName = keyof typeof ROLES;

export const roleName = (definitionId: string): RoleName | undefined => (Object.keys(ROLES) as RoleName[]).find((name) => ROLES[name] === definitionId);

/** Administrators of these kinds can be acted upon by a User Administrator; all others only by the two above them. */
const LIMITED: readonly RoleName[] = ['Directory Readers', 'Groups Administrator', 'Guest Inviter', 'Helpdesk Administrator', 'Message Center Reader', 'Reports Reader', 'User Administrator'];

const ABOVE_ALL: readonly RoleName[] = ['Global Administrator', 'Privileged Authentication Administrator'];

/** Groups somebody is in directly. */
export const groupsOf = (state: EntraState, id: string) => [...state.groups.values()].filter(({ members }) => members.has(id));

/** Roles held now, directly or through a role-assignable group. */
export function rolesOf(state: EntraState, principalId: string): RoleName[] {
	const through = groupsOf(state, principalId).filter(({ isAssignableToRole }) => isAssignableToRole === true);
	const principals = new Set([principalId, ...through.map(({ id }) => id)]);
	return [...state.roleAssignments.values()].filter((assignment) => principals.has(assignment.principalId)).flatMap(({ roleDefinitionId }) => roleName(roleDefinitionId) ?? []);
}

function standing(state: EntraState, { id }: EntraUser): 'ordinary' | 'limited' | 'privileged' {
	const assignable = [...state.groups.values()].some(({ isAssignableToRole, members, owners }) => isAssignableToRole === true && (members.has(id) || owners.has(id)));
	const roles = rolesOf(state, id);
	if (assignable || roles.some((role) => !LIMITED.includes(role))) return 'privileged';
	return roles.length > 0 ? 'limited' : 'ordinary';
}

/** Sensitive actions on administrators take a directory role of the app's own, besides its permissions. */
export function demandAuthorityOver({ state, caller }: Scene, user: EntraUser): void {
	const level = standing(state, user);
	if (level === 'ordinary') return;
	const own = rolesOf(state, caller.servicePrincipalId);
	const sufficient: readonly RoleName[] = level === 'limited' ? [...ABOVE_ALL, 'User Administrator'] : ABOVE_ALL;
	if (!own.some((role) => sufficient.includes(role))) throw denied();
}

/** What is in a restricted administrative unit is closed to the administrators of the tenant. */
export function demandUnrestricted({ state }: Pick<EntraCall, 'state'>, objectId: string): void {
	const restricted = [...state.administrativeUnits.values()].some(({ isMemberManagementRestricted, members }) => isMemberManagementRestricted && members.has(objectId));
	if (restricted) throw denied('Insufficient privileges to complete the operation. Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit.');
}
