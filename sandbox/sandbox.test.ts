import { cast, longestChain, people, recruits, startSandbox, vendorLimits, type Sandbox } from '.';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const control = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
	const answer = await fetch(`${sandbox.control.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
	return { status: answer.status, body: (await answer.json()) as never };
};
const okta = (path: string) => fetch(`${sandbox.okta.url}/api/v1${path}`, { headers: { authorization: `SSWS ${sandbox.connections.okta.apiToken}` } });

test('75 people, and an Okta account for each who should have one', () => {
	expect([people.length, sandbox.bamboohr.state.employees.size]).toEqual([75, 75]);
	expect(new Set(people.map(({ workEmail }) => workEmail)).size).toBe(75);
	for (const { id } of people) {
		const expected = id === cast.withoutAccount.id || id === cast.futureHire.id ? 0 : id === cast.ambiguous.id ? 2 : 1;
		expect([id, sandbox.okta.usersOfEmployee(id).length]).toEqual([id, expected]);
	}
});

test.each([
	['lockedOut', 'LOCKED_OUT'],
	['passwordExpired', 'PASSWORD_EXPIRED'],
	['provisioned', 'PROVISIONED'],
	['recovery', 'RECOVERY'],
	['suspended', 'SUSPENDED'],
	['staged', 'STAGED'],
	['former', 'DEPROVISIONED'],
	['forgotten', 'ACTIVE'],
] as const)('%s is %s in Okta', (part, status) => {
	expect(sandbox.okta.accessOf(cast[part].workEmail).status).toBe(status);
});

test('everybody’s manager exists and the tree has one root', () => {
	const roots = people.filter(({ managerId }) => managerId === undefined);
	expect(roots).toEqual([cast.executive]);
	for (const person of people) expect(person.managerId === undefined || people.some(({ id }) => id === person.managerId)).toBe(true);
});

test('a bigger company has the same seventy-five, and more who are ordinary everywhere', async () => {
	const bigger = await startSandbox({ company: { extra: 40 } });
	const more = recruits(40);
	expect(new Set([...people, ...more].flatMap(({ id, workEmail }) => [id, workEmail])).size).toBe(2 * 115);
	expect(bigger.bamboohr.state.employees.size).toBe(115);
	for (const { id, workEmail, department } of more) {
		expect([bigger.bamboohr.employee(id).status, bigger.okta.accessOf(workEmail).status, bigger.google.accessOf(workEmail).status, bigger.entra.accessOf(workEmail).enabled]).toEqual(['Active', 'ACTIVE', 'active', true]);
		expect([bigger.aws.ids.has(id), bigger.aws.centerIds.has(id), bigger.jumpcloud.ids.has(id), bigger.github.ids.has(id)]).toEqual([true, true, true, department === 'Engineering']);
	}
	for (const { id } of people) expect([id, bigger.okta.ids.has(id), bigger.bamboohr.state.employees.has(id)]).toEqual([id, sandbox.okta.ids.has(id), true]);
	await bigger.stop();
});

test('what is over a limit is refused, counted, and lifted when its window is over', async () => {
	const limited = await startSandbox({ rateLimits: vendorLimits({ windowMs: 60_000, faster: { okta: 0.01 } }) });
	const asked = () => fetch(`${limited.okta.url}/api/v1/users?limit=1`, { headers: { authorization: `SSWS ${limited.connections.okta.apiToken}` } });
	const statuses = [];
	for (let index = 0; index < 5; index += 1) statuses.push((await asked()).status);
	expect(statuses).toEqual([200, 200, 200, 429, 429]);
	limited.clock.move(60_000);
	expect((await asked()).status).toBe(200);
	expect(limited.okta.rateLimits.windows.map(({ used, refused }) => ({ used, refused }))).toEqual([{ used: 3, refused: 2 }, { used: 1, refused: 0 }]);
	const until = limited.journals.okta.entries.map(({ throttledUntil }) => throttledUntil);
	expect(until.map((one) => one !== undefined)).toEqual([false, false, false, true, true, false]);
	await limited.stop();
});

test('the same company every time', async () => {
	const again = await startSandbox();
	expect([...again.okta.ids]).toEqual([...sandbox.okta.ids]);
	expect(again.connections.okta.serviceApps.withDpop.clientId).toBe(sandbox.connections.okta.serviceApps.withDpop.clientId);
	await again.stop();
});

test('two companies do not share what happens to them', async () => {
	const other = await startSandbox();
	other.bamboohr.terminate('42');
	other.okta.operate('suspend', cast.leaver.workEmail);
	expect([sandbox.bamboohr.employee('42').status, sandbox.okta.accessOf(cast.leaver.workEmail).status]).toEqual(['Active', 'ACTIVE']);
	await other.stop();
});

test('what was stopped no longer answers', async () => {
	const { okta: stopped, control: desk } = await startSandbox().then(async (other) => {
		await other.stop();
		return other;
	});
	await expect(fetch(stopped.url)).rejects.toThrow();
	await expect(fetch(desk.url)).rejects.toThrow();
});

test('latency is per double', async () => {
	const slow = await startSandbox({ latencyMs: { okta: 30 } });
	await Promise.all([1, 2, 3].map(() => fetch(`${slow.okta.url}/api/v1/users/me`)));
	expect(longestChain(slow.journals.okta.entries)).toHaveLength(1);
	for (const { startedMs, endedMs = 0 } of slow.journals.okta.entries) expect(endedMs - startedMs).toBeGreaterThanOrEqual(28);
	await slow.stop();
});

describe('the control API', () => {
	test('lists what there is, and everything it lists exists', async () => {
		const routes = (await control('GET', '/')).body as string[];
		expect(routes).toEqual(expect.arrayContaining(['POST /bamboohr/terminate', 'POST /okta/faults', 'POST /clock/move', 'GET /mail', 'DELETE /okta/journal']));
	});

	test('HR actions', async () => {
		expect((await control('POST', '/bamboohr/terminate', { employeeId: '42', date: sandbox.bamboohr.today() })).status).toBe(200);
		expect((await control('GET', '/bamboohr/employee?id=42')).body).toMatchObject({ status: 'Inactive' });
		expect((await control('POST', '/bamboohr/hire', { firstName: 'Ada', lastName: 'Lovelace' })).body).toMatchObject({ id: '76' });
		expect(await control('POST', '/bamboohr/terminate', {})).toEqual({ status: 400, body: { error: 'employeeId is required' } });
		expect(await control('POST', '/bamboohr/terminate', { employeeId: '999' })).toEqual({ status: 404, body: { error: 'Employee 999 was not found' } });
	});

	test('Okta from the console', async () => {
		await control('POST', '/okta/suspend', { user: cast.leaver.workEmail });
		expect((await control('GET', `/okta/access?user=${cast.leaver.workEmail}`)).body).toMatchObject({ status: 'SUSPENDED' });
		expect((await control('POST', '/okta/suspend', { user: cast.leaver.workEmail })).body).toMatchObject({ errorCode: 'E0000001' });
	});

	test('Google Workspace from the console', async () => {
		expect(await control('POST', '/google/suspend', { user: cast.leaver.workEmail })).toEqual({ status: 200, body: { status: 'suspended' } });
		expect((await control('GET', `/google/access?user=${cast.leaver.workEmail}`)).body).toMatchObject({ status: 'suspended', grants: 2 });
		expect((await control('POST', '/google/sign-in', { user: cast.leaver.workEmail })).body).toEqual({ error: 'mateo.rivas@kestrel.example cannot sign in: suspended' });
		expect((await control('GET', '/google/user?user=nobody')).body).toEqual({ error: 'Nobody in Google Workspace is called nobody' });
	});

	test('Entra ID from the admin center, and its directory synchronisation', async () => {
		expect(await control('POST', '/entra/disable', { user: cast.leaver.workEmail })).toEqual({ status: 200, body: { accountEnabled: false } });
		expect((await control('GET', `/entra/access?user=${cast.leaver.workEmail}`)).body).toMatchObject({ enabled: false, sessions: 0 });
		expect((await control('POST', '/entra/sign-in', { user: cast.leaver.workEmail })).body).toEqual({ error: 'mateo.rivas@kestrel.example cannot sign in: the account is disabled' });
		await control('POST', '/entra/on-premises', { user: cast.directoryMastered.workEmail, enabled: false });
		await control('POST', '/entra/sync');
		expect((await control('GET', `/entra/user?user=${cast.directoryMastered.workEmail}`)).body).toMatchObject({ accountEnabled: false, onPremisesSyncEnabled: true });
		expect(JSON.stringify((await control('GET', `/entra/user?user=${cast.leaver.workEmail}`)).body)).not.toContain('password":');
	});

	test('AWS from the console, and Identity Center', async () => {
		expect((await control('GET', '/aws/access?user=mateo.rivas&account=444455556666')).body).toMatchObject({ exists: true, accessKeys: 1 });
		expect((await control('POST', '/aws/create-access-key', { user: 'old.vendor' })).body).toEqual({ id: expect.stringMatching(/^AKIA/) as string });
		expect((await control('POST', '/aws/sign-in', { user: 'old.vendor' })).body).toEqual({ error: 'old.vendor cannot sign in: no password' });
		await control('POST', '/aws/center-disable', { user: cast.leaver.workEmail });
		expect((await control('GET', `/aws/center-access?user=${cast.leaver.workEmail}`)).body).toMatchObject({ status: 'disabled', assignments: 2 });
		const shown = (await control('GET', '/aws/user?user=mateo.rivas')).body as { inline: object; accessKeys: object[] };
		expect([Object.keys(shown.inline), Object.keys(shown.accessKeys[0]!)]).toEqual([['debug', 'take-roles'], ['id', 'status', 'createdAt', 'lastUse']]);
	});

	test('GitHub from the website', async () => {
		expect((await control('POST', '/github/remove-member', { user: cast.leaver.workEmail })).status).toBe(200);
		expect((await control('GET', '/github/access?user=mateo-builds')).body).toMatchObject({ membership: 'none', deployKeys: 2, ssoAuthorisations: 3 });
		expect((await control('GET', '/github/access?user=mateo-builds&organization=kestrel-open')).body).toMatchObject({ collaborations: 1 });
		expect((await control('POST', '/github/accept', { user: 'mateo-builds' })).body).toEqual({ error: 'mateo-builds was not invited to kestrel' });
		await control('POST', '/github/rename', { user: 'mateo-builds', login: 'mateo-elsewhere' });
		expect((await control('GET', '/github/user?user=mateo-elsewhere')).body).toMatchObject({ login: 'mateo-elsewhere', type: 'User' });
	});

	test('faults, holding and releasing, and the journal', async () => {
		const { id } = (await control('POST', '/okta/faults', { path: 'users/me$', effect: { kind: 'hold' } })).body as { id: string };
		const answer = okta('/users/me');
		expect((await control('GET', `/okta/faults/${id}/struck`)).body).toEqual({ method: 'GET', url: '/api/v1/users/me' });
		expect((await control('GET', '/okta/faults')).body).toMatchObject([{ id, hits: 1 }]);
		await control('POST', `/okta/faults/${id}/release`);
		expect((await answer).status).toBe(200);
		expect((await control('GET', '/okta/journal')).body).toMatchObject([{ path: '/api/v1/users/me', status: 200, fault: 'hold' }]);
		expect((await control('DELETE', `/okta/faults/${id}`)).body).toEqual({ error: 'There is no such fault' });
		expect((await control('POST', '/okta/faults', { effect: { kind: 'explode' } })).status).toBe(400);
	});

	test('clock, latency, settings, people, connections', async () => {
		const before = sandbox.clock.now();
		await control('POST', '/clock/move', { days: 1, hours: 1 });
		expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(25 * 3_600_000);
		expect((await control('POST', '/clock/freeze')).body).toMatchObject({ frozen: true });
		await control('POST', '/clock/set', { to: '2030-01-01T00:00:00Z' });
		expect((await control('GET', '/clock')).body).toEqual({ now: '2030-01-01T00:00:00.000Z', frozen: true });
		await control('POST', '/okta/latency', { ms: 5 });
		await control('POST', '/okta/settings', { logLagMs: 7 });
		expect([sandbox.okta.latency.ms, sandbox.okta.settings.logLagMs]).toEqual([5, 7]);
		expect((await control('GET', '/people')).body).toHaveLength(75);
		expect((await control('GET', '/cast')).body).toMatchObject({ leaver: { id: '30' } });
		expect((await control('GET', '/connections')).body).toMatchObject({ okta: { apiToken: sandbox.connections.okta.apiToken }, mail: { host: '127.0.0.1' } });
		expect((await control('GET', '/mail')).body).toEqual([]);
	});

	test('web pages are turned away', async () => {
		expect((await control('POST', '/clock/freeze', {}, { origin: 'https://evil.example' })).status).toBe(403);
		expect(sandbox.clock.frozen).toBe(false);
	});
});
