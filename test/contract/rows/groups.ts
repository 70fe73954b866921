import { everyItem } from '../support/sdk';
import type { World } from '../support/world';
import { givesBack, reads, takesAway, type Row } from './row';

/** The leaver's groups that Okta itself holds and no rule fills; see sandbox/okta/seed/leaver.ts. */
const own = ({ okta }: World) => [...okta.state.groups.values()].filter(({ name }) => ['VPN Users', 'On-call Rota', 'Release Managers'].includes(name));

export const groupRows: Row[] = [
	{
		name: 'groups of a user',
		request: 'GET /api/v1/users/{userId}/groups',
		ours: reads('removeFromGroups'),
		oracle: ({ userApi }, { account }) => everyItem(userApi.listUserGroups({ userId: account.id })),
	},
	{
		name: 'group rules',
		request: 'GET /api/v1/groups/rules',
		ours: reads('removeFromGroups'),
		oracle: ({ groupApi }) => everyItem(groupApi.listGroupRules({ limit: 50 })),
	},
	{
		name: 'leave groups',
		request: 'DELETE /api/v1/groups/{groupId}/users/{userId}',
		ours: takesAway('removeFromGroups'),
		oracle: async ({ groupApi }, world) => {
			for (const { id: groupId } of own(world)) await groupApi.unassignUserFromGroup({ groupId, userId: world.account.id });
		},
	},
	{
		name: 'join groups',
		request: 'PUT /api/v1/groups/{groupId}/users/{userId}',
		given: (world) => {
			for (const { members } of own(world)) members.delete(world.account.id);
		},
		...givesBack('removeFromGroups'),
		oracle: async ({ groupApi }, world) => {
			for (const { id: groupId } of own(world)) await groupApi.assignUserToGroup({ groupId, userId: world.account.id });
		},
	},
];
