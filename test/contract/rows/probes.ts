import type { Row } from './row';

const probe = (path: string, oracle: Row['oracle']): Row => ({ name: `the Test button tries ${path}`, request: `GET /api/v1/${path}`, ours: ({ pressTest }) => pressTest(), oracle });

/** One page, which for the SDK means one item. */
const first = async (collection: Promise<{ next(): Promise<unknown> }>) => (await collection).next();

export const probeRows: Row[] = [
	probe('users', ({ userApi }) => first(userApi.listUsers({ limit: 1 }))),
	probe('groups', ({ groupApi }) => first(groupApi.listGroups({ limit: 1 }))),
	probe('groups/rules', ({ groupApi }) => first(groupApi.listGroupRules({ limit: 1 }))),
	probe('apps', ({ applicationApi }) => first(applicationApi.listApplications({ limit: 1 }))),
	probe('iam/assignees/users', ({ roleAssignmentApi }) => roleAssignmentApi.listUsersWithRoleAssignments({ limit: 1 })),
	probe('devices', ({ deviceApi }) => first(deviceApi.listDevices({ limit: 1 }))),
	probe('logs', ({ systemLogApi }) => first(systemLogApi.listLogEvents({ limit: 1 }))),
	probe('api-tokens', {
		because: 'listApiTokens takes no parameter, so the limit goes to Okta undocumented; it is harmless where it is ignored',
		see: '§4.13',
		requests: () => [{ query: { limit: '1' }, body: null }],
	}),
];
