import { createClock } from '../clock';
import { cast } from '../company';
import type { JumpCloudDouble } from '.';
import { startJumpCloud } from '.';

const clock = createClock();
let jumpcloud: JumpCloudDouble;
beforeEach(async () => {
	jumpcloud = await startJumpCloud({ clock });
});
afterEach(() => jumpcloud.stop());

interface Row {
	id: string;
	_id: string;
	name: string;
	state: string;
	suspended: boolean;
	to: { id: string };
	scheduledJobId: string;
	event_type: string;
}

interface Answer {
	status: number;
	headers: Headers;
	body: { message: string; totalCount: number; results: Row[]; access_token: string; error: string } & Row & Row[];
}

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = { 'x-api-key': jumpcloud.connection.apiKey }): Promise<Answer> => {
	const answer = await fetch(`${jumpcloud.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }) });
	const text = await answer.text();
	return { status: answer.status, headers: answer.headers, body: (answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text) as Answer['body'] };
};
const status = async (...parameters: Parameters<typeof call>) => (await call(...parameters)).status;
const leaver = () => jumpcloud.ids.get(cast.leaver.id)!;
const ofUser = (rest = '') => `/api/systemusers/${leaver()}${rest}`;
const access = () => jumpcloud.accessOf(leaver());
const groupCalled = (name: string) => [...jumpcloud.state.groups.values()].find((group) => group.name === name)!;
const member = (name: string, op: string) => call('POST', `/api/v2/usergroups/${groupCalled(name).id}/members`, { op, type: 'user', id: leaver() });

test('the demo leaver has something of everything', () => {
	expect(access()).toEqual({
		state: 'ACTIVATED',
		sudo: true,
		sessions: 2,
		appSessions: 3,
		sshKeys: 3,
		pushEndpoints: 1,
		groups: 13,
		applications: 3,
		radiusServers: 2,
		ldapServers: 1,
		devices: 3,
		openDevices: 2,
		sudoDevices: 1,
		directBindings: 7,
		scheduled: 1,
		apiKeys: 1,
	});
});

describe('lists', () => {
	test('show ten unless asked for more, and never more than a hundred', async () => {
		jumpcloud.populate(150);
		const usual = (await call('GET', '/api/systemusers')).body;
		expect([usual.results.length, usual.totalCount]).toEqual([10, jumpcloud.state.users.size]);
		expect((await call('GET', '/api/systemusers?limit=500')).body.results).toHaveLength(100);
		const groups = await call('GET', `/api/v2/users/${leaver()}/memberof`);
		expect([groups.body.length, groups.headers.get('x-total-count')]).toEqual([10, '13']);
		expect((await call('GET', `/api/v2/users/${leaver()}/memberof?limit=100&skip=10`)).body).toHaveLength(3);
	});

	test('are filtered, unless the server ignores that', async () => {
		const filtered = `/api/systemusers?limit=100&filter=${encodeURIComponent(`employeeIdentifier:$eq:${cast.leaver.id}`)}`;
		expect((await call('GET', filtered)).body.results.map(({ _id }) => _id)).toEqual([leaver()]);
		jumpcloud.settings.filters = false;
		expect((await call('GET', filtered)).body.results.length).toBeGreaterThan(50);
	});

	test('are searched', async () => {
		const found = (await call('POST', '/api/search/systemusers', { filter: { and: [{ email: cast.leaver.workEmail }] }, fields: '_id' })).body;
		expect([found.totalCount, found.results[0]!._id]).toEqual([1, leaver()]);
		expect((await call('POST', '/api/search/systemusers', { filter: { and: [{ email: 'nobody@kestrel.example' }] } })).body.totalCount).toBe(0);
	});
});

describe('the state of a user', () => {
	test('suspension ends the portal, not apps, and devices only when they check in', async () => {
		expect((await call('PUT', ofUser(), { state: 'SUSPENDED' })).body).toMatchObject({ state: 'SUSPENDED', suspended: true });
		expect(await status('PUT', ofUser(), { state: 'SUSPENDED' })).toBe(200);
		expect(access()).toMatchObject({ sessions: 0, appSessions: 3, openDevices: 2, groups: 13 });
		expect(() => jumpcloud.signIn(leaver())).toThrow('SUSPENDED');
		for (const id of jumpcloud.state.devices.keys()) jumpcloud.checkIn(id);
		expect(access()).toMatchObject({ openDevices: 0 });
		expect((await call('PUT', ofUser(), { state: 'ACTIVATED' })).body.state).toBe('ACTIVATED');
	});

	test('the older field does the same', async () => {
		expect((await call('PUT', ofUser(), { suspended: true })).body.state).toBe('SUSPENDED');
		expect((await call('PUT', ofUser(), { suspended: false })).body.state).toBe('ACTIVATED');
	});

	test('a staged user is activated by its own call, once', async () => {
		const staged = `/api/systemusers/${jumpcloud.ids.get(cast.staged.id)!}`;
		expect(await status('PUT', staged, { state: 'ACTIVATED' })).toBe(400);
		expect(await status('POST', `${staged}/state/activate`, { email: false })).toBe(200);
		expect(await status('POST', `${staged}/state/activate`, { email: false })).toBe(400);
		expect(await status('PUT', staged, { state: 'STAGED' })).toBe(400);
	});

	test('a device whose user was unbound before it checked in stays open, or not, as set', async () => {
		const [device] = [...jumpcloud.state.devices.values()].filter(({ hostname }) => hostname === 'KST-LNX-3031');
		await call('PUT', ofUser(), { state: 'SUSPENDED' });
		await call('POST', `/api/v2/users/${leaver()}/associations`, { op: 'remove', type: 'system', id: device!.id });
		jumpcloud.checkIn(device!.id);
		expect(device!.open.has(leaver())).toBe(true);
		jumpcloud.settings.unboundAccounts = 'disabled';
		jumpcloud.checkIn(device!.id);
		expect(device!.open.has(leaver())).toBe(false);
	});

	test('what is scheduled happens on its day, unless it is cancelled', async () => {
		await call('PUT', ofUser(), { state: 'SUSPENDED' });
		const [job] = (await call('GET', '/api/v2/bulk/userstates?limit=100')).body;
		clock.move(11 * 86_400_000);
		expect(access()).toMatchObject({ state: 'ACTIVATED', scheduled: 0 });
		expect(await status('DELETE', `/api/v2/bulk/userstates/${job!.scheduledJobId}`)).toBe(404);
		const made = await call('POST', '/api/v2/bulk/userstates', { user_ids: [leaver()], state: 'SUSPENDED', start_date: new Date(clock.now() + 86_400_000).toISOString() });
		expect([made.status, made.body.length]).toEqual([201, 1]);
		expect(await status('DELETE', `/api/v2/bulk/userstates/${made.body[0]!.scheduledJobId}`)).toBe(204);
		clock.move(2 * 86_400_000);
		expect(access()).toMatchObject({ state: 'ACTIVATED' });
	});

	test('a new MFA enrolment is no block', async () => {
		expect(await status('POST', ofUser('/resetmfa'), { exclusion: true })).toBe(200);
		expect(() => jumpcloud.signIn(leaver())).not.toThrow();
	});

	test('the directory that masters a user can give them back, and keeps its fields', async () => {
		const synced = jumpcloud.ids.get(cast.directoryMastered.id)!;
		expect(await status('PUT', `/api/systemusers/${synced}`, { department: 'Sales' })).toBe(400);
		jumpcloud.settings.restrictedWrites = 'overwrite';
		expect((await call('PUT', `/api/systemusers/${synced}`, { department: 'Sales', state: 'SUSPENDED' })).body).toMatchObject({ department: 'Operations', state: 'SUSPENDED' });
		jumpcloud.sync();
		expect(jumpcloud.accessOf(synced).state).toBe('SUSPENDED');
		jumpcloud.settings.upstreamReactivates = true;
		jumpcloud.sync();
		expect(jumpcloud.accessOf(synced).state).toBe('ACTIVATED');
		jumpcloud.setUpstream(synced, 'disabled');
		jumpcloud.sync();
		expect(jumpcloud.accessOf(synced).state).toBe('SUSPENDED');
	});

	test.each([409, 400] as const)('a user name that is taken is %s', async (duplicateAnswer) => {
		jumpcloud.settings.duplicateAnswer = duplicateAnswer;
		const taken = { username: 'mateo.rivas', email: 'new@kestrel.example' };
		expect(await status('POST', '/api/systemusers', taken)).toBe(duplicateAnswer);
		expect(await status('POST', '/api/systemusers', { username: 'new' })).toBe(400);
		expect((await call('POST', '/api/systemusers', { ...taken, username: 'new', department: 'Sales' })).body.state).toBe('STAGED');
		clock.move(100);
		expect(jumpcloud.accessOf('new').groups).toBe(1);
	});

	test('whoever is deleted is gone, with everything that hung on them', async () => {
		expect(await status('DELETE', ofUser())).toBe(200);
		expect(await status('GET', ofUser())).toBe(404);
		expect(jumpcloud.state.bindings).toEqual([]);
	});
});

describe('groups and bindings', () => {
	test('memberships are added and removed; twice is refused, or not', async () => {
		expect((await member('Project Elm', 'remove')).status).toBe(204);
		expect((await member('Project Elm', 'remove')).status).toBe(404);
		expect((await member('Project Elm', 'add')).status).toBe(204);
		expect((await member('Project Elm', 'add')).status).toBe(409);
		Object.assign(jumpcloud.settings, { repeatedAdd: 204, repeatedRemove: 204 });
		expect((await member('Project Elm', 'add')).status).toBe(204);
		expect((await call('GET', `/api/v2/usergroups/${groupCalled('Project Elm').id}`)).body).toMatchObject({ memberQuery: null, membershipMethod: 'STATIC' });
	});

	test('a dynamic group takes people back', async () => {
		expect((await member('Dept Engineering', 'remove')).status).toBe(204);
		expect(access().groups).toBe(12);
		clock.move(100);
		expect(access().groups).toBe(13);
		await call('PUT', ofUser(), { department: 'Finance' });
		clock.move(100);
		expect(access().groups).toBe(13);
		expect(groupCalled('Dept Engineering').members.has(leaver())).toBe(false);
		expect(groupCalled('Dept Finance').members.has(leaver())).toBe(true);
	});

	test('direct bindings are listed one kind at a time, removed and added', async () => {
		expect(await status('GET', `/api/v2/users/${leaver()}/associations`)).toBe(400);
		expect(await status('GET', `/api/v2/users/${leaver()}/associations?targets=system&targets=policy`)).toBe(400);
		const [binding] = (await call('GET', `/api/v2/users/${leaver()}/associations?targets=radius_server&limit=100`)).body;
		const change = (op: string) => status('POST', `/api/v2/users/${leaver()}/associations`, { op, type: 'radius_server', id: binding!.to.id });
		expect([await change('remove'), await change('remove'), await change('add'), await change('add')]).toEqual([204, 404, 204, 409]);
		expect(await change('remove')).toBe(204);
		expect(access().radiusServers).toBe(1);
	});

	test('sudo comes through a binding, and is changed there where that is possible', async () => {
		const [mac] = [...jumpcloud.state.devices.values()].filter(({ hostname }) => hostname === 'KST-MAC-3030');
		const update = () => status('POST', `/api/v2/users/${leaver()}/associations`, { op: 'update', type: 'system', id: mac!.id, attributes: { sudo: { enabled: false } } });
		expect((await call('GET', `/api/v2/users/${leaver()}/associations?targets=system`)).body[0]).toMatchObject({ attributes: { sudo: { enabled: true } } });
		expect(await update()).toBe(204);
		expect(access().sudoDevices).toBe(0);
		jumpcloud.settings.bindingUpdates = false;
		expect(await update()).toBe(400);
	});

	test('devices are those of groups as well', async () => {
		expect((await call('GET', `/api/v2/users/${leaver()}/systems`)).body).toHaveLength(3);
		const [device] = jumpcloud.state.devices.keys();
		expect((await call('GET', `/api/systems/${device!}`)).body).toMatchObject({ active: true });
	});

	test('SSH keys and push endpoints go one by one, and once', async () => {
		const [key] = (await call('GET', ofUser('/sshkeys'))).body;
		expect([await status('DELETE', ofUser(`/sshkeys/${key!.id}`)), await status('DELETE', ofUser(`/sshkeys/${key!.id}`))]).toEqual([200, 404]);
		const endpoints = `/api/v2/users/${leaver()}/pushendpoints`;
		const [endpoint] = (await call('GET', endpoints)).body;
		expect([await status('DELETE', `${endpoints}/${endpoint!.id}`), await status('DELETE', `${endpoints}/${endpoint!.id}`)]).toEqual([200, 404]);
		expect(access()).toMatchObject({ sshKeys: 2, pushEndpoints: 0 });
	});
});

describe('who calls', () => {
	test('nobody, and anybody with a wrong key, is refused', async () => {
		expect(await status('GET', '/api/systemusers', undefined, {})).toBe(401);
		expect((await call('GET', '/api/systemusers', undefined, { 'x-api-key': 'wrong' })).body).toEqual({ message: 'Unauthorized' });
	});

	test('the key of an administrator dies with them', async () => {
		expect(await status('GET', '/api/organizations')).toBe(200);
		jumpcloud.removeAdministrator(cast.superAdmin.workEmail);
		expect(await status('GET', '/api/organizations')).toBe(401);
	});

	test('an administrator of several organisations has to name one, and sees that one', async () => {
		const key = { 'x-api-key': jumpcloud.connection.provider.apiKey };
		expect((await call('GET', '/api/organizations', undefined, key)).body.totalCount).toBe(2);
		expect(await status('GET', '/api/systemusers', undefined, key)).toBe(400);
		const [kestrel, labs] = jumpcloud.state.organisations;
		expect((await call('GET', '/api/systemusers', undefined, { ...key, 'x-org-id': labs!.id })).body.totalCount).toBe(0);
		expect((await call('GET', '/api/systemusers', undefined, { ...key, 'x-org-id': kestrel!.id })).body.totalCount).toBeGreaterThan(50);
		expect(await status('GET', '/api/systemusers', undefined, { 'x-api-key': jumpcloud.connection.apiKey, 'x-org-id': labs!.id })).toBe(403);
	});

	test('a service account asks for a token, which expires', async () => {
		const { clientId, clientSecret } = jumpcloud.connection;
		const ask = (secret: string, scope = 'api') => call('POST', '/oauth2/token', new URLSearchParams({ grant_type: 'client_credentials', scope }), { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` });
		expect((await ask('wrong')).body).toEqual({ error: 'invalid_client' });
		expect((await ask(clientSecret, 'all')).body).toEqual({ error: 'invalid_scope' });
		const { access_token: token } = (await ask(clientSecret)).body;
		const bearer = { authorization: `Bearer ${token}` };
		expect(await status('GET', '/api/organizations', undefined, bearer)).toBe(200);
		clock.move(3_601_000);
		expect(await status('GET', '/api/organizations', undefined, bearer)).toBe(401);
	});
});

test('Insights show what was done, when it has arrived, page by page', async () => {
	jumpcloud.settings.insightsLagMs = 1_000;
	const from = new Date(clock.now() - 60_000).toISOString();
	await call('PUT', ofUser(), { state: 'SUSPENDED' });
	await call('PUT', ofUser(), { jobTitle: 'None' });
	const ask = (more: object = {}) => call('POST', '/insights/directory/v1/events', { service: ['all'], start_time: from, search_term: { and: [{ 'resource.id': leaver() }] }, ...more });
	expect((await ask()).body).toEqual([]);
	clock.move(2_000);
	const first = await ask({ limit: 1 });
	expect(first.body).toMatchObject([{ event_type: 'user_update', changes: [{ field: 'state', from: 'ACTIVATED', to: 'SUSPENDED' }, { field: 'suspended' }], initiated_by: { type: 'admin', email: cast.superAdmin.workEmail } }]);
	const second = await ask({ limit: 1, search_after: JSON.parse(first.headers.get('x-search_after')!) as unknown });
	expect(second.body).toMatchObject([{ changes: [{ field: 'jobTitle' }] }]);
	expect(jumpcloud.journal.writes.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
	expect(JSON.stringify(jumpcloud.journal.entries)).not.toContain(jumpcloud.connection.apiKey);
});

test('errors are JSON, or bare text in the first version', async () => {
	expect((await call('GET', '/api/systemusers/none')).body).toEqual({ message: 'Not Found' });
	jumpcloud.settings.plainTextErrors = true;
	jumpcloud.faults.add({ times: 1, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
	const throttled = await call('GET', '/api/systemusers');
	expect([throttled.status, throttled.headers.get('retry-after'), throttled.body]).toEqual([429, '7', 'Too Many Requests']);
});
