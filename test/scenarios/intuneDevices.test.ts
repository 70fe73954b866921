import type { StepResult } from '../../lifecycle/outcome';
import { cast, personById } from '../../sandbox/company';
import type { EntraDouble, EntraOptions } from '../../sandbox/entra';
import { leaver, whenBack } from '../support/deviceCase';
import { startIntuneCase, type IntuneCase } from '../support/intuneCase';

const josh = personById('39').workEmail!;
const nia = { id: '900', workEmail: 'nia.okoro@kestrel.example' };
const hour = 60 * 60_000;
const day = 24 * hour;

let site: IntuneCase;
let entra: EntraDouble;
afterEach(() => site.stop());

const begin = async (settings: EntraOptions['settings'] = {}) => {
	site = await startIntuneCase(settings);
	entra = site.entra;
};

const enrol = (platform: 'windows' | 'macos' | 'ios' | 'android' | 'linux' = 'windows', more: { owner?: 'company' | 'personal' | 'unknown'; online?: boolean } = {}) =>
	site.management.enrol({ platform, owner: 'company', person: nia.workEmail, online: true, ...more });
const told = (results: readonly StepResult[], step: string) => results.filter((result) => result.step === step && !result.remainder);
const wipesOf = (id: string) => site.management.commandsOf(id).filter(({ action }) => action === 'wipe');
const bodies = () => site.sent().map(({ body }) => body);
const devicesApp = () => [...entra.state.servicePrincipals.values()].find(({ appId }) => appId === entra.connection.devices.clientId)!;
const everything = async (...results: unknown[]) => JSON.stringify([await site.ledger.records({}), results]);

describe('E01: whose property a device is', () => {
	beforeEach(() => begin());

	test('managedDeviceOwnerType personal: company data is removed, and it cannot be wiped', async () => {
		const id = entra.intune.find('KST-IPH-3030');
		expect(told(await site.order(leaver, 'wipe'), 'wipe').find(({ account }) => account?.id === id)).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/own \(managedDeviceOwnerType: personal\).*use Retire/) });
		expect(wipesOf(id)).toEqual([]);
		const results = await site.secure(leaver, whenBack, { work: { caseId: 'another' } });
		expect(told(results, 'retire').map(({ account }) => account?.id)).toEqual([id]);
	});

	test.each([
		['ios', { deviceEnrollmentType: 'appleUserEnrollment' }, /Apple User Enrolment, although managedDeviceOwnerType: company/],
		['android', { deviceEnrollmentType: 'userEnrollment' }, /work profile on somebody's own Android, although managedDeviceOwnerType: company/],
		['windows', { managedDeviceOwnerType: 'unknownFutureValue' }, /nothing proves that the company owns it \(managedDeviceOwnerType: unknownFutureValue\)/],
	] as const)('%s with %j is not the company\'s, whatever else its record says', async (platform, correction, why) => {
		const id = enrol(platform);
		entra.intune.correct(id, correction as never);
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(why) }]);
		expect(site.sent()).toEqual([]);
	});
});

describe('whose device it is', () => {
	beforeEach(() => begin());

	test('somebody else is its primary user: nothing is done to it', async () => {
		const id = enrol('macos');
		entra.intune.primaryUsers(id, [nia.workEmail, josh]);
		for (const action of ['lock', 'retire', 'wipe'] as const) {
			expect(await site.order(nia, action, { work: { caseId: action } })).toMatchObject([{ outcome: 'refused', reason: expect.stringContaining(`also assigned to ${josh}`) }]);
		}
		expect(site.sent()).toEqual([]);
	});

	test('nobody is its primary user, or a manager of enrolments set it up: it is locked, and not wiped', async () => {
		const shared = enrol('macos');
		entra.intune.primaryUsers(shared, []);
		const set = enrol('macos');
		entra.intune.correct(set, { deviceEnrollmentType: 'deviceEnrollmentManager' });
		const wiped = await site.order(nia, 'wipe');
		expect(wiped.map(({ reason }) => reason)).toEqual([expect.stringContaining('no primary user'), expect.stringContaining('device enrolment manager')]);
		expect(told(await site.order(nia, 'lock'), 'lock').map(({ outcome }) => outcome)).toEqual(['done', 'done']);
		expect(wipesOf(shared)).toEqual([]);
	});

	test('a list with a row of somebody else means nothing, and nothing is done to any of it', async () => {
		enrol();
		const { id: theirs } = site.management.devices().find(({ person }) => person === josh)!;
		const row = { id: theirs, userId: '6a6d6c00-0000-4000-8000-000000000000', userPrincipalName: josh, deviceName: 'Josh’s phone', operatingSystem: 'Android', managedDeviceOwnerType: 'company', managementAgent: 'mdm', deviceEnrollmentType: 'unknown' };
		entra.faults.add({ method: 'GET', path: /\/users\/[^/]+\/managedDevices/, effect: { kind: 'status', status: 200, body: { value: [row], '@odata.nextLink': `${entra.connection.graphUrl}/v1.0/deviceManagement/managedDevices` } } });
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/Josh’s phone.*its list means nothing/) }]);
		expect(site.sent()).toEqual([]);
	});

	test('its users cannot be found although the device can: it is not taken for gone, and nothing is done to it', async () => {
		const id = enrol('windows', { online: false });
		const gone = { kind: 'status', status: 404, body: { error: { code: 'ResourceNotFound', message: 'Not here.' } } } as const;
		const fault = { method: 'GET', path: /\/managedDevices\/[^/]+\/users$/, effect: gone };
		entra.faults.add(fault);
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('primary user cannot be read') }]);
		entra.faults.clear();
		await site.order(nia, 'wipe');
		entra.faults.add(fault);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('primary user cannot be read') }]);
		expect(wipesOf(id)).toHaveLength(1);
		expect((await site.close(nia)).verdict).not.toBe('Complete');
	});

	test('two accounts carry the HR id: nobody knows whose devices are meant', async () => {
		enrol();
		[...entra.state.users.values()].find(({ userPrincipalName }) => userPrincipalName === josh)!.employeeId = nia.id;
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'ambiguous', reason: expect.stringContaining('Several Entra ID accounts') }]);
		expect(site.sent()).toEqual([]);
	});

	test.each(['truncated', 'html'] as const)('a list that is %s proves nothing', async (kind) => {
		enrol();
		entra.faults.add({ method: 'GET', path: /\/users\/[^/]+\/managedDevices/, effect: { kind } });
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('Nothing was sent') }]);
		expect(site.sent()).toEqual([]);
	});

	test('hundreds of devices are listed, page by page, each once', async () => {
		for (let made = 0; made < 300; made += 1) enrol('windows');
		entra.settings.pageSize = 50;
		const seen: string[] = [];
		for await (const page of site.system.all(site.system.connect(() => {}))) seen.push(...page.map(({ id }) => id));
		expect(seen.sort()).toEqual(site.management.devices().map(({ id }) => id).sort());
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('more than 10 are not believed') }]);
	});

	test.each([
		['jamf', 'Jamf Pro'],
		['configurationManagerClient', 'Configuration Manager'],
	] as const)('what %s manages is left to it', async (managementAgent, name) => {
		const id = enrol('macos');
		entra.intune.correct(id, { managementAgent });
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'refused', reason: expect.stringContaining(`managed by ${name}`) }]);
		expect(site.sent()).toEqual([]);
	});
});

describe('E04: Multi Admin Approval', () => {
	const waiting = () => entra.intune.approvals.waiting();

	test.each([403, 412] as const)('filed with status %s, approved, and carried out once with the very same request', async (approvalFiledAnswers) => {
		await begin({ multiAdminApproval: true, approvalFiledAnswers });
		const id = enrol();
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/waits for an approval in Intune \(request .*needsApproval/) }]);
		expect(wipesOf(id)).toEqual([]);
		const [request] = waiting();
		expect(request!.justification).toBe(`Leaver case hr_event_20261120_900: wipe ${entra.state.managedDevices.get(id)!.deviceName} (${entra.state.managedDevices.get(id)!.serialNumber}), Intune device ${id}`);
		for (let asked = 0; asked < 3; asked += 1) {
			await site.clock.sleep(hour);
			expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending' }]);
		}
		expect(site.sent()).toHaveLength(1);

		entra.intune.approvals.approve(request!.requestId, cast.orgAdmin.workEmail!, 'Laptop is back');
		await site.followUp(nia);
		expect(site.sent().map(({ status }) => status)).toEqual([approvalFiledAnswers, 204]);
		expect(new Set(bodies()).size).toBe(1);
		expect(site.sent()[1]!.headers).toMatchObject({ 'x-msft-approval-code': request!.requestId });
		await site.clock.sleep(hour);
		await site.followUp(nia);
		expect(site.management.stateOf(id)).toMatchObject({ wiped: true });
		expect(wipesOf(id)).toHaveLength(1);
		expect((await site.close(nia)).verdict).toBe('Complete');
	});

	test('rejected: refused, with who said so and why, and not filed again by itself', async () => {
		await begin({ multiAdminApproval: true });
		const id = enrol();
		await site.order(nia, 'wipe');
		entra.intune.approvals.reject(waiting()[0]!.requestId, cast.orgAdmin.workEmail!, 'Wrong laptop.');
		for (let asked = 0; asked < 3; asked += 1) {
			await site.clock.sleep(hour);
			expect(await site.followUp(nia)).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/rejected in Intune: rejected by .+: Wrong laptop\. Say in Device Decisions/) }]);
		}
		expect(site.sent()).toHaveLength(1);
		expect(wipesOf(id)).toEqual([]);
		await site.decide('sendAgain');
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending' }]);
		expect(waiting()).toHaveLength(1);
	});

	test('expired after three days: filed anew, and carried out when that one is approved', async () => {
		await begin({ multiAdminApproval: true });
		const id = enrol();
		await site.order(nia, 'wipe');
		const [first] = waiting();
		await site.clock.sleep(3 * day + hour);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('waits for an approval') }]);
		const [second] = waiting();
		expect(second!.requestId).not.toBe(first!.requestId);
		entra.intune.approvals.approve(second!.requestId, cast.orgAdmin.workEmail!);
		await site.followUp(nia);
		expect(wipesOf(id)).toHaveLength(1);
	});

	test('cancelled, also after it was approved: said, and not filed again by itself', async () => {
		await begin({ multiAdminApproval: true });
		enrol();
		await site.order(nia, 'wipe');
		entra.intune.approvals.cancel(waiting()[0]!.requestId);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/called off.*Device Decisions/) }]);
		expect(site.sent()).toHaveLength(1);
	});

	test('E07: an older Mac is wiped with the PIN it was filed with, which is in the escrow and nowhere else', async () => {
		await begin({ multiAdminApproval: true });
		const id = enrol('macos');
		entra.intune.correct(id, { osVersion: '14.7.1' });
		const filed = await site.order(nia, 'wipe');
		const { pin } = site.escrow.kept[0]!;
		entra.intune.approvals.approve(waiting()[0]!.requestId, cast.orgAdmin.workEmail!);
		const done = await site.followUp(nia);
		expect(bodies().map((body) => (JSON.parse(body) as { macOsUnlockCode?: string }).macOsUnlockCode)).toEqual([pin, pin]);
		expect(site.escrow.kept).toHaveLength(1);
		expect(wipesOf(id)).toHaveLength(1);
		expect(await everything(filed, done)).not.toContain(pin);
	});

	test('one that somebody else filed is open: said with what to do, and filed as soon as that is out of the way', async () => {
		await begin({ multiAdminApproval: true });
		const id = enrol();
		await site.order(nia, 'wipe');
		const [ours] = waiting();
		entra.intune.approvals.cancel(ours!.requestId);
		const theirs = '0b7a54f5-5a0e-4f55-9b53-1f7f3e9c0c11';
		entra.state.approvals.set(theirs, { ...ours!, requestId: theirs, status: 'needsApproval', justification: 'By hand' });
		await site.clock.sleep(hour);
		await site.followUp(nia);
		await site.decide('sendAgain');
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/open in Intune already.*Multi Admin Approval/) }]);
		expect(waiting().map(({ requestId }) => requestId)).toEqual([theirs]);
		entra.intune.approvals.cancel(theirs);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('waits for an approval') }]);
		expect(wipesOf(id)).toEqual([]);
	});

	test('filed, and the answer lost: found again by what it was filed with, and carried out once', async () => {
		await begin({ multiAdminApproval: true });
		const id = enrol();
		entra.faults.add({ method: 'POST', path: /\/wipe$/, times: 1, effect: { kind: 'reset', applied: true } });
		await site.order(nia, 'wipe');
		const [request] = waiting();
		await site.clock.sleep(hour);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('not sent a second time by itself') }]);
		await site.decide('sendAgain');
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining(request!.requestId) }]);
		expect(waiting()).toHaveLength(1);
		entra.intune.approvals.approve(request!.requestId, cast.orgAdmin.workEmail!);
		await site.followUp(nia);
		expect(wipesOf(id)).toHaveLength(1);
	});

	test.each([
		['after', true],
		['before', false],
	] as const)('the connection breaks %s it was carried out: it is not carried out again by itself', async (_, applied) => {
		await begin({ multiAdminApproval: true });
		const id = enrol('windows', { online: false });
		await site.order(nia, 'wipe');
		entra.intune.approvals.approve(waiting()[0]!.requestId, cast.orgAdmin.workEmail!);
		entra.faults.add({ method: 'POST', path: /\/wipe$/, times: 1, effect: { kind: 'reset', applied } });
		for (let asked = 0; asked < 3; asked += 1) {
			await site.followUp(nia);
			await site.clock.sleep(hour);
		}
		expect(site.sent()).toHaveLength(2);
		if (!applied) {
			entra.intune.approvals.cancel(entra.intune.approvals.all()[0]!.requestId);
			await site.followUp(nia);
			await site.decide('sendAgain');
			await site.followUp(nia);
			entra.intune.approvals.approve(waiting()[0]!.requestId, cast.orgAdmin.workEmail!);
			await site.followUp(nia);
		}
		expect(wipesOf(id)).toHaveLength(1);
	});

	test('two devices of one person: each is wiped by its own approval alone', async () => {
		await begin({ multiAdminApproval: true });
		const [first, second] = [enrol(), enrol()];
		await site.order(nia, 'wipe');
		expect(waiting().map(({ deviceId }) => deviceId).sort()).toEqual([first, second].sort());
		entra.intune.approvals.approve(waiting().find(({ deviceId }) => deviceId === second)!.requestId, cast.orgAdmin.workEmail!);
		await site.followUp(nia);
		expect([wipesOf(first), wipesOf(second)].map((wipes) => wipes.length)).toEqual([0, 1]);
		entra.intune.approvals.reject(waiting()[0]!.requestId, cast.orgAdmin.workEmail!, 'Still needed');
		await site.followUp(nia);
		expect([wipesOf(first), wipesOf(second)].map((wipes) => wipes.length)).toEqual([0, 1]);
	});

	test('the record is deleted while the approval is waited for: nothing was sent to the device, so nothing is done', async () => {
		await begin({ multiAdminApproval: true });
		const id = enrol();
		await site.order(nia, 'wipe');
		entra.state.managedDevices.delete(id);
		expect(told(await site.followUp(nia), 'wipe')).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('Find the device') }]);
		expect((await site.close(nia)).verdict).not.toBe('Complete');
	});

	test('expired, the policy gone since, and the answer to the next one lost: it is not sent a third time by itself', async () => {
		await begin({ multiAdminApproval: true });
		enrol();
		await site.order(nia, 'wipe');
		await site.clock.sleep(3 * day + hour);
		entra.settings.multiAdminApproval = false;
		entra.faults.add({ method: 'POST', path: /\/wipe$/, times: 1, effect: { kind: 'reset', applied: false } });
		await site.followUp(nia);
		await site.clock.sleep(hour);
		expect(told(await site.followUp(nia), 'wipe')).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('not sent a second time by itself') }]);
		expect(site.sent()).toHaveLength(2);
	});

	test('whoever may not read the requests is told which permission it takes, and nothing is sent twice', async () => {
		await begin({ multiAdminApproval: true });
		enrol();
		devicesApp().permissions = devicesApp().permissions.filter((name) => !/Configuration|RBAC/.test(name));
		const results = await site.order(nia, 'wipe');
		expect(results).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('DeviceManagementConfiguration.Read.All') }]);
		await site.clock.sleep(hour);
		await site.followUp(nia);
		expect(site.sent()).toHaveLength(1);
	});

	test('a lock needs nobody\'s consent', async () => {
		await begin({ multiAdminApproval: true });
		enrol('macos');
		expect(told(await site.order(nia, 'lock'), 'lock')).toMatchObject([{ outcome: 'done', verified: true }]);
		expect(waiting()).toEqual([]);
	});
});

describe('what the justification costs without a policy', () => {
	test('nothing: it goes along with every wipe, which is taken at once', async () => {
		await begin();
		const id = enrol();
		await site.order(nia, 'wipe');
		expect(site.sent()).toHaveLength(1);
		expect(Buffer.from(String(site.sent()[0]!.headers['x-msft-approval-justification']), 'base64').toString()).toContain('Leaver case');
		expect(wipesOf(id)).toHaveLength(1);
	});
});

describe('locking', () => {
	beforeEach(() => begin());

	test('E07: the PIN of a Mac is Intune\'s: kept where PINs are kept, and in no ledger, result or call', async () => {
		const id = enrol('macos');
		const results = await site.secure(nia);
		expect(told(results, 'lock')).toMatchObject([{ outcome: 'done' }]);
		const pin = site.management.pinOf(id)!;
		expect(site.escrow.kept.map((slip) => slip.pin)).toEqual([pin]);
		expect(await everything(results)).not.toContain(pin);
	});

	test('a Mac is not locked a second time before its PIN was used', async () => {
		const id = enrol('macos');
		await site.order(nia, 'lock');
		for (const caseId of ['again', 'and again']) {
			await site.clock.sleep(day);
			expect(told(await site.order(nia, 'lock', { work: { caseId } }), 'lock')).toMatchObject([{ outcome: 'already_done' }]);
		}
		expect(site.management.commandsOf(id)).toHaveLength(1);
	});

	test.each(['wipe', 'retire'] as const)('%s waits until a locked Mac was opened, because it would hide the PIN and not arrive', async (action) => {
		const id = enrol('macos');
		await site.order(nia, 'lock');
		expect(told(await site.order(nia, action), action)).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('its PIN was typed in') }]);
		expect(site.management.commandsOf(id)).toHaveLength(1);
		site.unlock(id);
		await site.followUp(nia);
		expect(site.management.commandsOf(id).map((command) => command.action)).toEqual(['lock', action]);
	});

	test('Windows cannot be locked, and nothing that is no lock is sent in its place', async () => {
		enrol('windows');
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'not_removable_here', reason: expect.stringMatching(/cannot lock Windows.*Entra ID.*BitLocker/) }]);
		expect(entra.journal.entries.filter(({ method, path }) => method === 'POST' && path.includes('managedDevices'))).toEqual([]);
	});
});

describe('what becomes of a command', () => {
	test('a wiped device whose record is gone: done, and nothing proves it', async () => {
		await begin();
		const id = enrol();
		await site.order(nia, 'wipe');
		await site.clock.sleep(hour);
		await site.followUp(nia);
		expect(site.management.stateOf(id)).toMatchObject({ wiped: true, enrolled: false });
		expect(await site.open()).toEqual([]);
		expect((await site.close(nia)).verdict).toBe('Complete');
	});

	test('results are understood in the words of the audit log as well', async () => {
		await begin({ actionNames: 'audit', recordsOutliveRemoval: true, checkInMs: null });
		const id = enrol('windows', { online: false });
		await site.order(nia, 'wipe');
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('factoryReset: pending') }]);
		site.management.checkIn(id);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'done', verified: true, reason: expect.stringContaining('factoryReset: done') }]);
		expect(wipesOf(id)).toHaveLength(1);
	});

	test.each([
		['notSupported', 1],
		['failed', 1],
		['refuse', 0],
	] as const)('what the device cannot do (%s) is no success, and a device is not told twice', async (unsupportedActions, times) => {
		await begin({ unsupportedActions });
		const id = enrol('linux');
		entra.intune.correct(id, { operatingSystem: 'Windows' });
		for (const results of [await site.order(nia, 'wipe'), await site.followUp(nia)]) {
			expect(results).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/wipe: (notSupported|failed)|not supported on this device/) }]);
			await site.clock.sleep(hour);
		}
		expect(wipesOf(id)).toHaveLength(times);
		expect(site.management.stateOf(id)).toMatchObject({ wiped: false });
	});

	test('what helps it along may fail, and counts as nothing', async () => {
		await begin();
		const id = enrol('windows', { online: false });
		entra.faults.add({ method: 'POST', path: /\/syncDevice$/, effect: { kind: 'status', status: 500 } });
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'pending' }]);
		expect(wipesOf(id)).toHaveLength(1);
		expect(site.sent()).toHaveLength(1);
	});

	test('an app that may not act is told which permission it takes, and that no approval would help', async () => {
		await begin();
		enrol();
		devicesApp().permissions = devicesApp().permissions.filter((name) => !name.includes('PrivilegedOperations'));
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('DeviceManagementManagedDevices.PrivilegedOperations.All') }]);
	});

	test.each([400, 403, 429] as const)('beyond the wipes of a day (%s) it waits for the next one', async (dailyCapAnswers) => {
		await begin({ dailyCapAnswers, wipesPerDay: 0 });
		const id = enrol();
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/no more of these today|rate limit/) }]);
		entra.settings.wipesPerDay = 500;
		await site.clock.sleep(day);
		await site.followUp(nia);
		expect(wipesOf(id)).toHaveLength(1);
	});
});
