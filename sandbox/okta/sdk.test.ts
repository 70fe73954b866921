import { Client, DefaultRequestExecutor } from '@okta/okta-sdk-nodejs';
import { createClock } from '../clock';
import { cast } from '../company';
import { startOkta, type OktaDouble } from '.';

/** Okta's own SDK is the judge: what it can do at the real thing, it can do here. */
const clock = createClock();
let okta: OktaDouble;
let leaver: string;
beforeEach(async () => {
	okta = await startOkta({ clock });
	leaver = okta.ids.get(cast.leaver.id) ?? '';
});
afterEach(() => okta.stop());

const common = () => ({ orgUrl: okta.url, cacheMiddleware: null as never, requestExecutor: new DefaultRequestExecutor({ maxRetries: 2, requestTimeout: 0 }) });
const withApiToken = () => new Client({ ...common(), token: okta.connection.apiToken });
const withServiceApp = (name: 'withDpop' | 'withoutDpop') => {
	const { clientId, scopes, privateKey, keyId } = okta.connection.serviceApps[name];
	return new Client({ ...common(), authorizationMode: 'PrivateKey', clientId, scopes, privateKey, keyId });
};

async function all<T>(collection: Promise<{ each(visit: (item: T) => void): Promise<unknown> }>): Promise<T[]> {
	const items: T[] = [];
	await (await collection).each((item) => void items.push(item));
	return items;
}

describe.each([
	['an API token', () => withApiToken()],
	['a service app with DPoP', () => withServiceApp('withDpop')],
	['a service app without DPoP', () => withServiceApp('withoutDpop')],
])('with %s', (_name, connect) => {
	test('a leaver is found, cut, and read back', async () => {
		const client = connect();
		const [found] = await all(client.userApi.listUsers({ search: `profile.employeeNumber eq "${cast.leaver.id}"` }) as never);
		expect((found as { id: string }).id).toBe(leaver);
		const userId = leaver;
		await client.userApi.suspendUser({ userId });
		await client.userApi.revokeUserSessions({ userId, oauthTokens: true, forgetDevices: true });
		await client.userApi.revokeUserGrants({ userId });
		await client.userApi.resetFactors({ userId });
		for (const role of await all<{ id: string }>(client.roleAssignmentApi.listAssignedRolesForUser({ userId }) as never)) {
			await client.roleAssignmentApi.unassignRoleFromUser({ userId, roleId: role.id } as never);
		}
		for (const { device } of await all<{ device: { id: string } }>(client.userApi.listUserDevices({ userId }) as never)) {
			await client.deviceApi.deactivateDevice({ deviceId: device.id });
		}
		await client.userApi.deactivateUser({ userId, sendEmail: false });
		expect((await client.userApi.getUser({ userId })).status).toBe('DEPROVISIONED');
		expect(okta.accessOf(leaver)).toEqual({ status: 'DEPROVISIONED', sessions: 0, refreshTokens: 0, grants: 0, factors: 0, apps: 0, groups: 5, roles: 0, devices: 0, apiTokens: 0 });
		const events = await all<{ eventType: string }>(client.systemLogApi.listLogEvents({ until: new Date(clock.now() + 60_000) as never, filter: `target.id eq "${leaver}"`, limit: 1000 } as never) as never);
		expect(events.map(({ eventType }) => eventType)).toEqual(expect.arrayContaining(['user.lifecycle.suspend', 'user.session.clear', 'user.lifecycle.deactivate']));
	});
});

test('a joiner is created, put into a group, changed and read', async () => {
	const client = withApiToken();
	const [group] = await all<{ id: string }>(client.groupApi.listGroups({ q: 'VPN' }) as never);
	const profile = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@kestrel.example', login: 'ada@kestrel.example' };
	const user = await client.userApi.createUser({ body: { profile }, activate: false });
	await client.groupApi.assignUserToGroup({ groupId: group?.id ?? '', userId: user.id ?? '' });
	await client.userApi.updateUser({ userId: user.id ?? '', user: { profile: { title: 'Countess' } } });
	const groups = await all<{ profile: { name: string } }>(client.userApi.listUserGroups({ userId: user.id ?? '' }) as never);
	expect(groups.map(({ profile: { name } }) => name)).toEqual(['Everyone', 'VPN Users']);
	expect((await client.userApi.getUser({ userId: 'ada@kestrel.example' })).profile?.title).toBe('Countess');
	await client.groupApi.unassignUserFromGroup({ groupId: group?.id ?? '', userId: user.id ?? '' });
});

test('errors arrive as the SDK knows them', async () => {
	const client = withApiToken();
	await client.userApi.deactivateUser({ userId: leaver });
	await expect(client.userApi.deactivateUser({ userId: leaver })).rejects.toMatchObject({
		status: 404,
		errorCode: 'E0000007',
		errorSummary: `Not found: Resource not found: ${leaver} (User)`,
		errorId: expect.stringMatching(/^oae/),
	});
});

test('pages are followed', async () => {
	const users = await all(withApiToken().userApi.listUsers({ limit: 10 }) as never);
	expect(users.length).toBeGreaterThan(70);
	expect(okta.journal.reads).toHaveLength(Math.ceil(users.length / 10));
});

test('the SDK’s default cache is as stale here as it is at Okta', async () => {
	const client = new Client({ orgUrl: okta.url, token: okta.connection.apiToken });
	await client.userApi.getUser({ userId: leaver });
	okta.operate('suspend', leaver);
	expect((await client.userApi.getUser({ userId: leaver })).status).toBe('ACTIVE');
	expect(okta.journal.entries).toHaveLength(1);
});

test('a throttled SDK waits for the reset it was told', async () => {
	const fault = okta.faults.add({ times: 1, effect: { kind: 'throttle', resetInSeconds: 0 } });
	await withApiToken().userApi.getUser({ userId: leaver });
	expect(fault.hits).toBe(1);
	expect(okta.journal.entries.map(({ status }) => status)).toEqual([429, 200]);
}, 15_000);
