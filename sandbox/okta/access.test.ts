import { createClock } from '../clock';
import { cast, outsiders } from '../company';
import { startOkta, type OktaDouble } from '.';

interface Item {
	id: string;
	type: string;
	status: string;
	errorCode: string;
	client_id: string;
	assignmentType: string;
	userId: string;
	name: string;
	label: string;
	eventType: string;
	profile: { name: string };
	device: { id: string; status: string };
	_embedded: { user: { scope: string } };
	conditions: { people: { users: { exclude: string[] } } };
}

const clock = createClock();
let okta: OktaDouble;
let leaver: string;
beforeEach(async () => {
	okta = await startOkta({ clock });
	leaver = okta.ids.get(cast.leaver.id) ?? '';
});
afterEach(() => okta.stop());

const call = (method: string, path: string, body?: object, token = okta.connection.apiToken) =>
	fetch(`${okta.url}/api/v1${path}`, { method, headers: { authorization: `SSWS ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const list = async (path: string) => (await (await call('GET', path)).json()) as Item[];
const status = async (method: string, path: string, body?: object) => (await call(method, path, body)).status;
const code = async (method: string, path: string, body?: object) => {
	const answer = await call(method, path, body);
	return `${answer.status} ${((await answer.json()) as Item).errorCode}`;
};
const assignments = async () => list(`/apps?filter=${encodeURIComponent(`user.id eq "${leaver}"`)}&expand=user/${leaver}`);
const logged = async (type: string) => list(`/logs?filter=${encodeURIComponent(`eventType eq "${type}" and target.id eq "${leaver}"`)}`);

test('the demo leaver has something of everything', () => {
	expect(okta.accessOf(leaver)).toEqual({ status: 'ACTIVE', sessions: 2, refreshTokens: 2, grants: 3, factors: 2, apps: 4, groups: 5, roles: 1, devices: 1, apiTokens: 1 });
});

test('suspension keeps groups, apps, tokens and sessions', async () => {
	const before = okta.accessOf(leaver);
	expect(await status('POST', `/users/${leaver}/lifecycle/suspend`)).toBe(200);
	expect(okta.accessOf(leaver)).toEqual({ ...before, status: 'SUSPENDED' });
	expect(() => okta.signIn(leaver)).toThrow('SUSPENDED');
});

test('deactivation destroys apps, factors, password and API tokens', async () => {
	await call('POST', `/users/${leaver}/lifecycle/deactivate`);
	expect(okta.accessOf(leaver)).toMatchObject({ status: 'DEPROVISIONED', apps: 0, factors: 0, apiTokens: 0, groups: 5 });
	expect(await assignments()).toEqual([]);
	expect(await logged('application.user_membership.remove')).toHaveLength(4);
	await call('POST', `/users/${leaver}/lifecycle/activate`);
	clock.move(okta.settings.asyncMs);
	expect(okta.accessOf(leaver)).toMatchObject({ status: 'PROVISIONED', apps: 2, factors: 0, apiTokens: 0 });
});

test('ending sessions takes an id, and tokens and remembered browsers only if asked', async () => {
	expect(await code('DELETE', `/users/${cast.leaver.workEmail}/sessions`)).toBe('404 E0000007');
	expect(await status('DELETE', `/users/${leaver}/sessions`)).toBe(204);
	expect(okta.accessOf(leaver)).toMatchObject({ sessions: 0, refreshTokens: 2 });
	expect(okta.user(leaver).rememberedDevices).toHaveLength(2);
	expect(await status('DELETE', `/users/${leaver}/sessions?oauthTokens=true&forgetDevices=true`)).toBe(204);
	expect(okta.accessOf(leaver)).toMatchObject({ refreshTokens: 0, grants: 3 });
	expect(okta.user(leaver).rememberedDevices).toEqual([]);
	expect(await logged('user.session.clear')).toHaveLength(2);
});

test('writes below a deprovisioned user are refused, reads are not', async () => {
	await call('POST', `/users/${leaver}/lifecycle/deactivate`);
	expect(await code('DELETE', `/users/${leaver}/sessions`)).toBe('404 E0000007');
	expect(await list(`/users/${leaver}/grants`)).toHaveLength(3);
	okta.settings.deprovisionedWrites = 'accept';
	expect(await status('DELETE', `/users/${leaver}/sessions`)).toBe(204);
});

test('clients, their tokens and grants', async () => {
	const clients = await list(`/users/${leaver}/clients`);
	expect(clients).toHaveLength(2);
	const first = clients[0]?.client_id ?? '';
	expect(await list(`/users/${leaver}/clients/${first}/tokens`)).toHaveLength(1);
	expect(await status('DELETE', `/users/${leaver}/clients/${first}/tokens`)).toBe(204);
	expect(await list(`/users/${leaver}/clients`)).toHaveLength(1);
	expect(await status('DELETE', `/users/${leaver}/clients/${first}/grants`)).toBe(204);
	expect(await list(`/users/${leaver}/grants`)).toHaveLength(2);
	expect(await status('DELETE', `/users/${leaver}/grants`)).toBe(204);
	expect(await list(`/users/${leaver}/grants`)).toEqual([]);
});

test('factors one by one, and all at once', async () => {
	const [factor] = await list(`/users/${leaver}/factors`);
	expect(await status('DELETE', `/users/${leaver}/factors/${factor?.id}`)).toBe(204);
	expect(await code('DELETE', `/users/${leaver}/factors/${factor?.id}`)).toBe('404 E0000007');
	expect(await status('POST', `/users/${leaver}/lifecycle/reset_factors`)).toBe(200);
	expect(await list(`/users/${leaver}/factors`)).toEqual([]);
});

describe('groups', () => {
	const groups = async () => new Map((await list(`/users/${leaver}/groups`)).map((group) => [group.profile.name, group]));

	test('only Okta’s own groups can be left; leaving twice is fine', async () => {
		const mine = await groups();
		const path = (name: string) => `/groups/${mine.get(name)?.id}/users/${leaver}`;
		expect([...mine.values()].map(({ type }) => type).sort()).toEqual(['APP_GROUP', 'BUILT_IN', 'OKTA_GROUP', 'OKTA_GROUP', 'OKTA_GROUP', 'OKTA_GROUP']);
		expect([await status('DELETE', path('VPN Users')), await status('DELETE', path('VPN Users'))]).toEqual([204, 204]);
		expect(await code('DELETE', path('AD Building Access'))).toBe('400 E0000001');
		expect(await code('DELETE', path('Everyone'))).toBe('400 E0000001');
		expect(await code('DELETE', `/groups/00gnone/users/${leaver}`)).toBe('404 E0000007');
		expect(await status('PUT', path('VPN Users'))).toBe(204);
	});

	test('leaving a rule’s group lands on its exclusion list, and the rule never adds them again', async () => {
		const group = (await groups()).get('Dept Engineering');
		await call('DELETE', `/groups/${group?.id}/users/${leaver}`);
		const [rule] = await list('/groups/rules?search=engineering&limit=50');
		expect(rule?.conditions.people.users.exclude).toEqual([leaver]);
		expect(await list(`/logs?filter=${encodeURIComponent('eventType eq "group.user_membership.rule.add_exclusion"')}`)).toHaveLength(1);
		await call('POST', `/users/${leaver}`, { profile: { department: 'Sales' } });
		await call('POST', `/users/${leaver}`, { profile: { department: 'Engineering' } });
		clock.move(okta.settings.ruleLagMs);
		expect((await groups()).has('Dept Engineering')).toBe(false);
	});

	test('rules follow a changed profile a little later', async () => {
		await call('POST', `/users/${leaver}`, { profile: { department: 'Sales' } });
		expect((await groups()).has('Dept Engineering')).toBe(true);
		clock.move(okta.settings.ruleLagMs);
		expect([...(await groups()).keys()]).toEqual(expect.arrayContaining(['Dept Sales']));
		expect((await groups()).has('Dept Engineering')).toBe(false);
	});
});

test('direct app assignments can be removed, those through a group come back', async () => {
	const scopes = new Map((await assignments()).map(({ id, _embedded }) => [id, _embedded.user.scope]));
	expect([...scopes.values()].sort()).toEqual(['GROUP', 'GROUP', 'USER', 'USER']);
	for (const id of scopes.keys()) expect(await status('DELETE', `/apps/${id}/users/${leaver}?sendEmail=false`)).toBe(204);
	expect((await assignments()).map(({ _embedded }) => _embedded.user.scope)).toEqual(['GROUP', 'GROUP']);
	expect((await list(`/users/${leaver}/appLinks`)).map(({ label }) => label).sort()).toEqual(['Company Wiki', 'Mail and Calendar']);
});

describe('admin roles', () => {
	test('direct ones are removed by assignment id, those through a group are not', async () => {
		const [role] = await list(`/users/${leaver}/roles`);
		expect(role).toMatchObject({ type: 'HELP_DESK_ADMIN', assignmentType: 'USER' });
		expect(await status('DELETE', `/users/${leaver}/roles/${role?.id}`)).toBe(204);
		const lead = okta.ids.get(cast.adminByGroup.id) ?? '';
		const [borrowed] = await list(`/users/${lead}/roles`);
		expect(borrowed).toMatchObject({ assignmentType: 'GROUP' });
		expect(await code('DELETE', `/users/${lead}/roles/${borrowed?.id}`)).toBe('403 E0000006');
	});

	test('standard and custom roles can be given', async () => {
		expect(await status('POST', `/users/${leaver}/roles`, { type: 'READ_ONLY_ADMIN' })).toBe(201);
		expect(await status('POST', `/users/${leaver}/roles`, { type: 'CUSTOM', role: 'cr0help', 'resource-set': 'iam0set' })).toBe(201);
		expect(await code('POST', `/users/${leaver}/roles`, { type: 'KING' })).toBe('400 E0000001');
		expect((await list(`/users/${leaver}/roles`)).map(({ type }) => type)).toEqual(['HELP_DESK_ADMIN', 'READ_ONLY_ADMIN', 'CUSTOM']);
	});

	test('the last super admin can be neither cut nor demoted', async () => {
		for (const key of [cast.superAdmin.workEmail, outsiders.breakGlass]) okta.user(key).roles = [];
		const last = okta.user(outsiders.automation);
		expect(await code('POST', `/users/${last.id}/lifecycle/deactivate`)).toBe('403 E0000006');
		expect(await code('DELETE', `/users/${last.id}/roles/${last.roles[0]?.id}`)).toBe('403 E0000006');
	});

	test('an admin cannot touch somebody who ranks above them', async () => {
		const orgAdmin = okta.user(cast.orgAdmin.workEmail);
		okta.state.apiTokens.set('t', { id: 't', secret: 'of-org-admin', name: 't', userId: orgAdmin.id, clientName: '', created: clock.iso(), lastUsed: clock.now() });
		const boss = okta.user(cast.superAdmin.workEmail);
		expect((await call('POST', `/users/${boss.id}/lifecycle/suspend`, undefined, 'of-org-admin')).status).toBe(403);
		expect((await call('POST', `/users/${leaver}/lifecycle/suspend`, undefined, 'of-org-admin')).status).toBe(200);
		expect((await call('GET', `/users/${leaver}/roles`, undefined, 'of-org-admin')).status).toBe(200);
		expect((await call('POST', `/users/${leaver}/roles`, { type: 'APP_ADMIN' }, 'of-org-admin')).status).toBe(403);
	});
});

test('devices: states, the factors that die with them, and who shares them', async () => {
	const [owned] = await list(`/users/${leaver}/devices`);
	const path = `/devices/${owned?.device.id}`;
	expect(await code('DELETE', path)).toBe('400 E0000001');
	const steps = ['suspend', 'unsuspend', 'deactivate', 'activate', 'deactivate'];
	for (const step of steps) expect([step, await status('POST', `${path}/lifecycle/${step}`)]).toEqual([step, 204]);
	expect(await code('POST', `${path}/lifecycle/suspend`)).toBe('400 E0000001');
	expect(okta.user(leaver).factors.map(({ factorType }) => factorType)).toEqual(['push']);
	expect(await status('DELETE', path)).toBe(204);
	expect(await list(`/users/${leaver}/devices`)).toEqual([]);
	const [shared] = await list(`/users/${okta.ids.get(cast.deviceOwner.id)}/devices`);
	expect(await list(`/devices/${shared?.device.id}/users`)).toHaveLength(2);
});

test('API tokens are listed by owner and can be revoked', async () => {
	const own = (await list('/api-tokens')).filter(({ userId }) => userId === leaver);
	expect(own).toMatchObject([{ name: 'release-bot' }]);
	expect(await status('DELETE', `/api-tokens/${own[0]?.id}`)).toBe(204);
	expect(await code('DELETE', `/api-tokens/${own[0]?.id}`)).toBe('404 E0000007');
});

describe('the System Log', () => {
	test('knows who did what to whom, under the answer’s request id', async () => {
		const answer = await call('POST', `/users/${leaver}/lifecycle/suspend`);
		expect(await logged('user.lifecycle.suspend')).toMatchObject([
			{
				actor: { alternateId: outsiders.automation, type: 'User' },
				target: [{ id: leaver, type: 'User', alternateId: cast.leaver.workEmail }],
				outcome: { result: 'SUCCESS' },
				debugContext: { debugData: { requestId: answer.headers.get('x-okta-request-id') } },
			},
		]);
	});

	test('lags behind', async () => {
		okta.settings.logLagMs = 2000;
		await call('POST', `/users/${leaver}/lifecycle/suspend`);
		expect(await logged('user.lifecycle.suspend')).toEqual([]);
		clock.move(2001);
		expect(await logged('user.lifecycle.suspend')).toHaveLength(1);
	});

	test('a polling query always has a next link, a bounded one only when there is more', async () => {
		await call('POST', `/users/${leaver}/lifecycle/suspend`);
		await call('POST', `/users/${leaver}/lifecycle/unsuspend`);
		const links = async (query: string) => (await call('GET', `/logs?${query}`)).headers.get('link') ?? '';
		const next = /<([^>]+)>; rel="next"/.exec(await links('limit=1'))?.[1] ?? '';
		const rest = (await (await fetch(next, { headers: { authorization: `SSWS ${okta.connection.apiToken}` } })).json()) as Item[];
		expect(rest.map(({ eventType }) => eventType)).toEqual(['user.lifecycle.unsuspend']);
		const bounds = `since=${new Date(clock.now() - 60_000).toISOString()}&until=${new Date(clock.now() + 60_000).toISOString()}`;
		expect(await links(bounds)).not.toContain('rel="next"');
		expect(await links(`${bounds}&limit=1`)).toContain('rel="next"');
		expect((await list(`/logs?${bounds}&sortOrder=DESCENDING`))[0]?.eventType).toBe('user.lifecycle.unsuspend');
	});
});
