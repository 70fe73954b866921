import { everyItem } from '../support/sdk';
import { reads, takesAway, type Row } from './row';

const asked = '2026-11-20T09:00:00.000Z';

/** Sessions and whatever else an app or a phone still holds. */
export const accessRows: Row[] = [
	{
		name: 'end sessions',
		request: 'DELETE /api/v1/users/{userId}/sessions',
		ours: takesAway('endSessions'),
		oracle: ({ userApi }, { account }) => userApi.revokeUserSessions({ userId: account.id, oauthTokens: true, forgetDevices: true }),
	},
	{
		name: 'the System Log about one person',
		request: 'GET /api/v1/logs',
		ours: reads('endSessions', { requestId: 'none', at: asked, taken: true }),
		oracle: ({ systemLogApi }, { account }) =>
			everyItem(
				systemLogApi.listLogEvents({
					since: '2026-11-20T08:59:00.000Z',
					until: '2026-11-20T10:00:00.000Z',
					filter: `eventType eq "user.session.clear" and target.id eq "${account.id}"`,
					limit: 100,
					sortOrder: 'ASCENDING',
				}),
			),
	},
	{
		name: 'consent grants',
		request: 'GET /api/v1/users/{userId}/grants',
		ours: reads('revokeGrants'),
		oracle: ({ userApi }, { account }) => everyItem(userApi.listUserGrants({ userId: account.id, limit: 200 })),
	},
	{
		name: 'revoke consent grants',
		request: 'DELETE /api/v1/users/{userId}/grants',
		ours: takesAway('revokeGrants'),
		oracle: ({ userApi }, { account }) => userApi.revokeUserGrants({ userId: account.id }),
	},
	{
		name: 'clients with refresh tokens',
		request: 'GET /api/v1/users/{userId}/clients',
		ours: reads('revokeClientTokens'),
		oracle: ({ userApi }, { account }) => everyItem(userApi.listUserClients({ userId: account.id })),
	},
	{
		name: 'revoke the refresh tokens of each client',
		request: 'DELETE /api/v1/users/{userId}/clients/{clientId}/tokens',
		ours: takesAway('revokeClientTokens'),
		oracle: async ({ userApi }, { account, user }) => {
			const clients = new Set(user().refreshTokens.map(({ clientId }) => clientId));
			for (const clientId of clients) await userApi.revokeTokensForUserAndClient({ userId: account.id, clientId });
		},
	},
	{
		name: 'factors',
		request: 'GET /api/v1/users/{userId}/factors',
		ours: reads('resetFactors'),
		oracle: ({ userFactorApi }, { account }) => everyItem(userFactorApi.listFactors({ userId: account.id })),
	},
	{
		name: 'reset factors',
		request: 'POST /api/v1/users/{userId}/lifecycle/reset_factors',
		ours: takesAway('resetFactors'),
		oracle: ({ userApi }, { account }) => userApi.resetFactors({ userId: account.id }),
	},
];
