import { everyItem } from '../support/sdk';
import type { World } from '../support/world';
import { givesBack, reads, systemOf, takesAway, type Row } from './row';

const custom = { id: 'ra1custom00000000000', type: 'CUSTOM', label: 'Badge Office', created: '2026-01-01T00:00:00.000Z', role: 'cr0badge0office00000', resourceSet: 'iamoJDFKaJxGIr0oamd9g' };

const holdsCustomRole = ({ user }: World) => void user().roles.push({ ...custom });
const holdsNoRole = ({ user }: World) => void (user().roles = []);

/** What makes a person an administrator, and the tokens administrators make. */
export const adminRows: Row[] = [
	{
		name: 'admin roles of a user',
		request: 'GET /api/v1/users/{userId}/roles',
		ours: reads('revokeAdminRoles'),
		oracle: ({ roleAssignmentApi }, { account }) => everyItem(roleAssignmentApi.listAssignedRolesForUser({ userId: account.id })),
	},
	{
		name: 'revoke admin roles, standard and custom',
		request: 'DELETE /api/v1/users/{userId}/roles/{roleAssignmentId}',
		given: holdsCustomRole,
		ours: takesAway('revokeAdminRoles'),
		oracle: async ({ roleAssignmentApi }, { account, user }) => {
			for (const { id } of [...user().roles]) await roleAssignmentApi.unassignRoleFromUser({ userId: account.id, roleId: id });
		},
	},
	{
		name: 'assign a standard admin role',
		request: 'POST /api/v1/users/{userId}/roles',
		given: holdsNoRole,
		...givesBack('revokeAdminRoles'),
		oracle: ({ roleAssignmentApi }, { account }) => roleAssignmentApi.assignRoleToUser({ userId: account.id, assignRoleRequest: { type: 'HELP_DESK_ADMIN' } }),
	},
	{
		name: 'assign a custom admin role on its resource set',
		request: 'POST /api/v1/users/{userId}/roles',
		given: ({ user }) => void (user().roles = user().roles.filter(({ type }) => type !== 'CUSTOM')),
		remembers: async (ours, world) => {
			holdsCustomRole(world);
			return givesBack('revokeAdminRoles').remembers(ours, world);
		},
		ours: givesBack('revokeAdminRoles').ours,
		oracle: ({ roleAssignmentApi }, { account }) =>
			roleAssignmentApi.assignRoleToUser({ userId: account.id, assignRoleRequest: { type: 'CUSTOM', role: custom.role, resource_set: custom.resourceSet } }),
	},
	{
		name: 'everybody with an admin role',
		request: 'GET /api/v1/iam/assignees/users',
		given: ({ user }) => void user().roles.push({ ...custom, type: 'SUPER_ADMIN', label: 'Super Administrator' }),
		ours: (ours, { account }) => systemOf(ours).untouchable(ours.okta, account),
		oracle: ({ roleAssignmentApi }) => roleAssignmentApi.listUsersWithRoleAssignments({}),
	},
	{
		name: 'API tokens',
		request: 'GET /api/v1/api-tokens',
		ours: reads('revokeApiTokens'),
		oracle: ({ apiTokenApi }) => everyItem(apiTokenApi.listApiTokens()),
	},
	{
		name: 'revoke API tokens',
		request: 'DELETE /api/v1/api-tokens/{apiTokenId}',
		ours: takesAway('revokeApiTokens'),
		oracle: async ({ apiTokenApi }, { account, okta }) => {
			const theirs = [...okta.state.apiTokens.values()].filter(({ userId }) => userId === account.id);
			for (const { id } of theirs) await apiTokenApi.revokeApiToken({ apiTokenId: id });
		},
	},
];
