import { verdictOf } from '../../lifecycle/case';
import { cast, outsiders } from '../../sandbox';
import { jumpCloudSteps } from '../../systems/jumpCloud';
import { startJumpCloudCase, usualJumpCloudSteps, type Credential, type JumpCloudCase } from '../support/jumpCloudCase';
import { outcomes } from '../support/leaverCase';

let company: JumpCloudCase;
beforeEach(async () => {
	company = await startJumpCloudCase();
});
afterEach(() => company.stop());

const login = cast.leaver.workEmail;
const access = (key: string = login) => company.jumpCloud.accessOf(key);
const everyStep = (outcome: string) => Object.fromEntries(usualJumpCloudSteps.map((step) => [step, step === 'reportOwned' ? 'already_done/true' : outcome]));
const reasonsOf = (results: Awaited<ReturnType<JumpCloudCase['cut']>>, step: string) => results.filter((result) => result.step === step).map(({ reason }) => reason);
const checkIn = () => {
	for (const id of company.jumpCloud.state.devices.keys()) company.jumpCloud.checkIn(id);
};

describe('cutting a leaver who has everything', () => {
	test.each<Credential>(['apiKey', 'serviceAccount', 'provider'])('every step is done and read back (%s)', async (credential) => {
		const results = await company.cut(cast.leaver, { credential });
		expect(outcomes(results)).toEqual(everyStep('done/true'));
		expect(access()).toMatchObject({ state: 'SUSPENDED', sudo: false, sessions: 0, sshKeys: 0, pushEndpoints: 0, groups: 1, applications: 1, radiusServers: 0, ldapServers: 0, sudoDevices: 0, scheduled: 0 });
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('thirteen groups are left, although a list shows ten unless asked for more', async () => {
		const [done] = reasonsOf(await company.cut(cast.leaver, { steps: ['removeFromGroups'] }), 'removeFromGroups');
		for (const group of ['Project Alder', 'Project Ivy', 'On-call Rota', 'Release Managers', 'VPN Users']) expect(done).toContain(group);
	});

	test('SSH keys and push devices go after the suspension was read back', async () => {
		await company.cut(cast.leaver);
		const { entries } = company.jumpCloud.journal;
		const suspended = entries.find(({ method, body }) => method === 'PUT' && JSON.stringify(body).includes('SUSPENDED'))!;
		const readBack = entries.find(({ method, path, number }) => method === 'GET' && path === suspended.path && number > suspended.number)!;
		const gone = entries.filter(({ method, path }) => method === 'DELETE' && /sshkeys|pushendpoints/.test(path));
		expect(gone).toHaveLength(4);
		for (const { startedMs } of gone) expect(startedMs).toBeGreaterThanOrEqual(readBack.endedMs!);
	});

	test('the instant is the one Directory Insights shows, where the event has arrived', async () => {
		const [result] = await company.cut(cast.leaver, { steps: ['blockSignIn'] });
		const { event } = company.jumpCloud.state.events.at(-1)!;
		expect(result).toMatchObject({ outcome: 'done', verified: true, effectiveAt: event.timestamp, reason: expect.stringContaining(`Directory Insights shows the change at ${event.timestamp}`) });
	});

	test.each([
		['has not arrived', () => void (company.jumpCloud.settings.insightsLagMs = 60_000), /does not show the change yet/],
		['may not be read', () => void company.jumpCloud.faults.add({ path: /\/insights\//, effect: { kind: 'forbidden' } }), /could not be read, so it adds no proof/],
		['is throttled', () => void company.jumpCloud.faults.add({ path: /\/insights\//, effect: { kind: 'throttle', retryAfterSeconds: 60 } }), /could not be read, so it adds no proof/],
		['fails', () => void company.jumpCloud.faults.add({ path: /\/insights\//, effect: { kind: 'status', status: 500 } }), /could not be read, so it adds no proof/],
	])('proof that %s is not waited for, and the state alone counts', async (_name, prepare, said) => {
		prepare();
		const [result] = await company.cut(cast.leaver, { steps: ['blockSignIn'] });
		expect(result).toMatchObject({ outcome: 'done', verified: true, reason: expect.stringMatching(said) });
		expect(company.clock.slept).toEqual([]);
	});

	test('what outlives the suspension is named: sessions inside apps, and laptops that are offline', async () => {
		const results = await company.cut(cast.leaver);
		expect(results.find(({ step }) => step === 'blockSignIn')!.remains!.join()).toMatch(/Sessions inside apps.*Devices that are offline/);
		expect(access()).toMatchObject({ appSessions: 3, openDevices: 2 });
		checkIn();
		expect(access()).toMatchObject({ openDevices: 0 });
	});

	test('what would have let them in again on a later day does not', async () => {
		await company.cut(cast.leaver);
		company.companyClock.move(11 * 86_400_000);
		expect(access()).toMatchObject({ state: 'SUSPENDED', scheduled: 0 });
	});

	test('a scheduled suspension, and what is scheduled for others, stays', async () => {
		const date = new Date(company.companyClock.now() + 86_400_000).toISOString();
		company.jumpCloud.schedule(login, 'SUSPENDED', date);
		company.jumpCloud.schedule(cast.leaverManager.workEmail, 'ACTIVATED', date);
		await company.cut(cast.leaver);
		expect(access()).toMatchObject({ scheduled: 1 });
		expect(access(cast.leaverManager.workEmail)).toMatchObject({ scheduled: 1 });
	});

	test('F14: a dynamic group is reported with what its query reads, and never asked to let go', async () => {
		const [, left] = reasonsOf(await company.cut(cast.leaver), 'removeFromGroups');
		expect(left).toMatch(/Dept Engineering: a query, which reads department of the user, decides who is in it/);
		const dynamic = [...company.jumpCloud.state.groups.values()].find(({ name }) => name === 'Dept Engineering')!;
		expect(company.writes().filter(({ path }) => path.includes(dynamic.id))).toEqual([]);
	});

	test('bindings to other directories are reported with the place', async () => {
		expect(reasonsOf(await company.cut(cast.leaver), 'removeBindings')[1]).toMatch(/Google Workspace directory \w+: .*Cut the person there/);
	});

	test('a new MFA enrolment is never opened, and nobody is deleted', async () => {
		await company.cut(cast.leaver, { steps: jumpCloudSteps.map(({ id }) => id) });
		await company.restore(cast.leaver);
		expect(company.jumpCloud.journal.find({ path: /resetmfa/ })).toEqual([]);
		expect(company.jumpCloud.journal.find({ method: 'DELETE', path: /systemusers\/[^/]+$/ })).toEqual([]);
	});

	test('what they owned is named before anything is cut: an administrator with an API key, LDAP, devices', async () => {
		const [, left] = reasonsOf(await company.cut(cast.leaver), 'reportOwned');
		expect(left).toMatch(new RegExp(`${login} \\(administrator\\): .*its API key go on working`));
		expect(left).toMatch(/mateo\.rivas \(LDAP bind account\)/);
		for (const device of ['KST-MAC-3030', 'KST-LNX-3031', 'kst-build-01']) expect(left).toMatch(new RegExp(`${device}, .*\\(device\\)`));
		expect(access()).toMatchObject({ apiKeys: 1 });
		const { entries } = company.jumpCloud.journal;
		const firstWrite = entries.findIndex(({ method, path }) => method !== 'GET' && path.startsWith('/api/'));
		expect(entries.findIndex(({ path }) => path.endsWith('/systems'))).toBeLessThan(firstWrite);
	});

	test('that nobody can tell whether they are an administrator is said', async () => {
		company.jumpCloud.faults.add({ path: /\/insights\//, effect: { kind: 'forbidden' } });
		expect(reasonsOf(await company.cut(cast.leaver), 'reportOwned')[1]).toMatch(/\(perhaps an administrator\): Directory Insights could not be read/);
	});

	test('where a binding cannot be changed, the rights it gives are reported, and the general ones are gone', async () => {
		company.jumpCloud.settings.bindingUpdates = false;
		const results = await company.cut(cast.leaver, { steps: ['removeSudo'] });
		expect(results).toMatchObject([{ step: 'removeSudo', outcome: 'not_removable_here' }]);
		expect(reasonsOf(results, 'removeSudo')[0]).toMatch(/did not take back the administrator rights on device/);
		expect(access()).toMatchObject({ sudo: false, sudoDevices: 1 });
	});
});

describe('devices are unbound when they know of the suspension, and not before', () => {
	const withDevices = [...usualJumpCloudSteps, 'unbindDevices'];

	test('offline ones keep their binding, and are named', async () => {
		const results = await company.cut(cast.leaver, { steps: withDevices });
		expect(outcomes(results)['unbindDevices']).toBe('pending/false');
		expect(reasonsOf(results, 'unbindDevices')[0]).toMatch(/KST-MAC-3030 \(last contact .*KST-LNX-3031/);
		expect(company.jumpCloud.accessOf(login).directBindings).toBe(3);
	});

	test('a suspension of before, from which they came back, is not the one the devices have to know of', async () => {
		company.jumpCloud.setState(login, 'SUSPENDED');
		company.jumpCloud.setState(login, 'ACTIVATED');
		company.companyClock.move(60_000);
		checkIn();
		company.jumpCloud.settings.insightsLagMs = 600_000;
		expect(outcomes(await company.cut(cast.leaver, { steps: withDevices }))['unbindDevices']).toBe('pending/false');
		expect(company.jumpCloud.accessOf(login).directBindings).toBe(3);
	});

	test('after their check-in they are unbound, and no local account is left open', async () => {
		await company.cut(cast.leaver, { steps: withDevices });
		company.companyClock.move(60_000);
		checkIn();
		expect(outcomes(await company.cut(cast.leaver, { steps: withDevices }))['unbindDevices']).toBe('done/true');
		expect(access()).toMatchObject({ openDevices: 0, directBindings: 1 });
	});
});

test('a user who is not suspended costs no look into Directory Insights before the suspension, but for who is an administrator', async () => {
	await company.cut(cast.leaver, { steps: ['blockSignIn'] });
	const { entries } = company.jumpCloud.journal;
	const suspended = entries.findIndex(({ method }) => method === 'PUT');
	expect(entries.slice(0, suspended).filter(({ path, body }) => /\/insights\//.test(path) && !JSON.stringify(body).includes('initiated_by'))).toEqual([]);
});

describe('from every state', () => {
	test.each([
		['STAGED', cast.staged],
		['SUSPENDED', cast.suspended],
	])('%s: nothing has to be done to keep them out', async (state, person) => {
		const results = await company.cut(person);
		expect(outcomes(results)).toEqual(Object.fromEntries(usualJumpCloudSteps.map((step) => [step, expect.stringMatching(/^(already_done|done)\/true$/)])));
		expect(outcomes(results)['blockSignIn']).toBe('already_done/true');
		expect(access(person.workEmail).state).toBe(state);
	});

	test.each([
		['locked out', cast.lockedOut],
		['with an expired password', cast.passwordExpired],
	])('somebody %s is suspended as well', async (_name, person) => {
		expect(outcomes(await company.cut(person))['blockSignIn']).toBe('done/true');
		expect(access(person.workEmail).state).toBe('SUSPENDED');
	});

	test('F16: a user whom another directory manages is suspended, the directory is named, and coming back is noticed', async () => {
		const person = cast.directoryMastered;
		const results = await company.cut(person);
		expect(outcomes(results)['blockSignIn']).toBe('done/true');
		expect(reasonsOf(results, 'blockSignIn')[1]).toMatch(/Account in ActiveDirectory: .*Disable it there as well/);
		company.jumpCloud.settings.upstreamReactivates = true;
		company.jumpCloud.sync();
		expect(access(person.workEmail).state).toBe('ACTIVATED');
		expect(outcomes(await company.cut(person, { work: { run: 'run-2' } }))['blockSignIn']).toBe('done/true');
	});
});

describe('who is cut', () => {
	const finding = async (person: { id: string; workEmail: string | null }, settings = {}) => (await company.cut(person, { settings }))[0]!;

	test('somebody whose address is another is found by the HR id', async () => {
		await company.cut(cast.otherLogin);
		expect(company.jumpCloud.accessOf(company.jumpCloud.ids.get(cast.otherLogin.id)!).state).toBe('SUSPENDED');
	});

	test('A01: two who carry the same HR id are not guessed between', async () => {
		expect(await finding(cast.ambiguous)).toMatchObject({ outcome: 'ambiguous', reason: expect.stringMatching(/tariq\.aziz@.*tariq\.aziz\.test@/) });
		expect(company.writes()).toEqual([]);
	});

	test('nobody is nobody', async () => expect(await finding(cast.withoutAccount)).toMatchObject({ outcome: 'not_found' }));

	test('an address alone is enough for a user without an HR id, unless switched off', async () => {
		const person = { id: '4711', workEmail: outsiders.orphan };
		expect(await finding(person, { matchByEmail: false })).toMatchObject({ outcome: 'not_found', reason: expect.stringContaining('matching by e-mail is switched off') });
		await company.cut(person);
		expect(access(outsiders.orphan).state).toBe('SUSPENDED');
	});

	test("an address whose user carries somebody else's HR id is theirs", async () => {
		expect(await finding({ id: '4711', workEmail: login })).toMatchObject({ outcome: 'not_found', reason: expect.stringContaining(`carries HR id ${cast.leaver.id}`) });
		expect(company.writes()).toEqual([]);
	});

	test('C01: a server that ignores filters hands out everybody, and one is cut', async () => {
		company.jumpCloud.settings.filters = false;
		expect(outcomes(await company.cut(cast.leaver))).toEqual(everyStep('done/true'));
		expect([...company.jumpCloud.state.users.values()].filter(({ state }) => state === 'SUSPENDED')).toHaveLength(3);
	});

	test('the administrator whose API key is worked with is refused; with a service account they are cut like anybody', async () => {
		const [refused] = await company.cut(cast.superAdmin);
		expect(refused).toMatchObject({ step: 'protection', outcome: 'refused', reason: expect.stringMatching(/works with the API key of the administrator .*Move the credential to a service account first/) });
		expect(company.writes()).toEqual([]);
		expect(outcomes(await company.cut(cast.superAdmin, { credential: 'serviceAccount' }))['blockSignIn']).toBe('done/true');
	});

	test('B01: a dry run reads, plans and changes nothing', async () => {
		const before = access();
		const results = await company.cut(cast.leaver, { work: { dryRun: true } });
		expect(outcomes(results)).toEqual(everyStep('planned/false'));
		expect(access()).toEqual(before);
		expect(company.writes()).toEqual([]);
	});
});

describe('again, at once, and back', () => {
	test('F09: run again, everything is already done, with no further write', async () => {
		await company.cut(cast.leaver);
		const before = company.writes().length;
		expect(outcomes(await company.cut(cast.leaver))).toEqual(everyStep('already_done/true'));
		expect(company.writes()).toHaveLength(before);
	});

	test('F03: two workers at once change everything exactly once', async () => {
		const [one, other] = await Promise.all([company.cut(cast.leaver), company.cut(cast.leaver, { work: { worker: 'another' } })]);
		const sent = company.writes().map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
		expect(new Set(sent).size).toBe(sent.length);
		for (const step of usualJumpCloudSteps.filter((id) => id !== 'reportOwned')) expect([outcomes(one)[step], outcomes(other)[step]].sort()).toEqual(['already_done/true', 'done/true']);
	});

	test('B08: Restore Access gives everything back; what only the person can bring is listed', async () => {
		const before = access();
		await company.cut(cast.leaver);
		const restored = await company.restore(cast.leaver);
		const { sshKeys, pushEndpoints, sessions, ...rest } = before;
		expect(access()).toEqual({ ...rest, sshKeys: 0, pushEndpoints: 0, sessions: 0 });
		expect([sshKeys, pushEndpoints, sessions]).toEqual([3, 1, 2]);
		expect(outcomes(restored)).toMatchObject({ removeSshKeys: 'pending/false', removePushEndpoints: 'pending/false' });
		expect(reasonsOf(restored, 'removeSshKeys')[0]).toMatch(/laptop, workstation, ci-debug/);
		for (const step of usualJumpCloudSteps.filter((id) => !/Ssh|Push|reportOwned/.test(id))) expect(outcomes(restored)[step]).toBe('done/true');
	});

	test('Restore gives bindings of devices back with the rights they gave', async () => {
		const before = access();
		company.jumpCloud.setState(login, 'SUSPENDED');
		company.companyClock.move(1_000);
		checkIn();
		company.jumpCloud.setState(login, 'ACTIVATED');
		await company.cut(cast.leaver);
		company.companyClock.move(60_000);
		checkIn();
		await company.cut(cast.leaver, { steps: ['unbindDevices'] });
		expect(access()).toMatchObject({ devices: 1, sudoDevices: 0 });
		await company.restore(cast.leaver);
		expect(access()).toMatchObject({ devices: before.devices, sudoDevices: before.sudoDevices, directBindings: before.directBindings });
	});

	test('Restore twice gives back once', async () => {
		await company.cut(cast.leaver);
		await company.restore(cast.leaver);
		const before = company.writes().length;
		await company.restore(cast.leaver);
		expect(company.writes()).toHaveLength(before);
	});

	test('a scheduled day that has passed meanwhile is listed, not passed over', async () => {
		await company.cut(cast.leaver);
		company.companyClock.move(20 * 86_400_000);
		const restored = await company.restore(cast.leaver);
		expect(outcomes(restored)).toMatchObject({ blockSignIn: 'done/true', cancelScheduledStates: 'failed/false' });
		expect(reasonsOf(restored, 'cancelScheduledStates')[0]).toMatch(/start_date must be in the future/);
	});

	test('an n8n that dies between change and result is gone on from where it stopped', async () => {
		const hang = company.jumpCloud.faults.add({ method: 'PUT', path: /systemusers\/[^/]+$/, times: 1, effect: { kind: 'hold', when: 'after' } });
		const dead = new AbortController();
		const first = company.cut(cast.leaver, { steps: ['blockSignIn'], work: { signal: dead.signal } });
		await hang.struck;
		dead.abort();
		await first;
		hang.release();
		const again = await company.cut(cast.leaver, { steps: ['blockSignIn'] });
		expect(outcomes(again)['blockSignIn']).toMatch(/^(done|already_done)\/true$/);
		expect(company.jumpCloud.journal.find({ method: 'PUT' })).toHaveLength(1);
	});
});

test('Inspect shows what every step would find, and changes nothing', async () => {
	const found = await company.inspect(cast.leaver);
	expect('inspected' in found && found.inspected.findings?.map(({ step }) => step)).toEqual(jumpCloudSteps.map(({ id }) => id));
	expect(company.writes()).toEqual([]);
});

describe('List Accounts', () => {
	const everybody = async () => {
		const { system } = company;
		const pages = [];
		for await (const page of system().accounts(system().connect(() => {}))) pages.push(page);
		return pages;
	};

	test('lists everybody once, a hundred at a time, with the HR id, and who manages them', async () => {
		company.jumpCloud.populate(250);
		const pages = await everybody();
		const accounts = pages.flat();
		expect(new Set(accounts.map(({ id }) => id)).size).toBe(company.jumpCloud.state.users.size);
		expect(Math.max(...pages.map(({ length }) => length))).toBe(100);
		const account = (id: string) => accounts.find(({ personId }) => personId === id);
		expect(account(cast.leaver.id)).toMatchObject({ email: login, status: 'ACTIVATED', usable: true, kind: 'person', masteredBy: null });
		expect(account(cast.suspended.id)).toMatchObject({ status: 'SUSPENDED', usable: false });
		expect(account(cast.staged.id)).toMatchObject({ status: 'STAGED', usable: false });
		expect(account(cast.directoryMastered.id)).toMatchObject({ masteredBy: 'ActiveDirectory' });
	});

	test('ten thousand are never in memory at once', async () => {
		company.jumpCloud.populate(10_000);
		const { system } = company;
		let listed = 0;
		for await (const page of system().accounts(system().connect(() => {}))) {
			expect(page.length).toBeLessThanOrEqual(100);
			// Asked for one page at a time: the next one only when this one was taken.
			listed += page.length;
			expect(company.jumpCloud.journal.find({ path: /systemusers$/ })).toHaveLength(Math.ceil(listed / 100));
		}
		expect(listed).toBe(company.jumpCloud.state.users.size);
	}, 240_000);

	test('a list that never ends, and one that breaks off, prove nothing', async () => {
		company.jumpCloud.faults.add({ path: /systemusers$/, effect: { kind: 'status', status: 200, body: { totalCount: 500, results: [{ _id: 'a1', username: 'a', email: 'a@kestrel.example', state: 'ACTIVATED' }] } } });
		await expect(everybody()).rejects.toThrow(/does not end/);
		company.jumpCloud.faults.clear();
		company.jumpCloud.faults.add({ path: /systemusers$/, effect: { kind: 'status', status: 200, body: { totalCount: 500, results: [] } } });
		await expect(everybody()).rejects.toThrow(/broke off after 0 of 500/);
	});
});
