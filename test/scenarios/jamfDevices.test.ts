import type { StepResult } from '../../lifecycle/outcome';
import { inspectDevices } from '../../lifecycle/devices/inspect';
import type { NewDevice } from '../../sandbox/devices';
import { NAMESAKE, type JamfDouble } from '../../sandbox/jamf';
import { cast } from '../../sandbox/company';
import type { Effect } from '../../sandbox/server/faults';
import { checkJamf } from '../../systems/jamf/check';
import { mintToken } from '../../systems/jamf/session';
import { leaver, startDeviceCase, whenBack, type DeviceCase } from '../support/deviceCase';
import { jamf, sendForm, startJamfManaged } from '../support/managements/jamf';
import { overAxios } from '../support/managements/management';

let site: DeviceCase;
let double: JamfDouble;

beforeEach(async () => {
	site = await startDeviceCase({
		...jamf,
		start: async (clock) => {
			const managed = await startJamfManaged(clock);
			double = managed.double;
			return managed;
		},
	});
});
afterEach(async () => {
	// Pays no attention to filters, and gives the devices of everybody.
	expect(double.journal.entries.filter(({ path }) => path === '/api/v2/mobile-devices')).toEqual([]);
	await site.stop();
});

const nia = { id: '900', workEmail: 'nia.okoro@kestrel.example' };
const hour = 60 * 60_000;
const later = async (ms = hour) => await site.clock.sleep(ms);

const enrol = (more: Partial<NewDevice> = {}) => site.management.enrol({ platform: 'macos', owner: 'company', person: nia.workEmail, online: true, ...more });
const actions = (id: string) => site.management.commandsOf(id).map(({ action, state }) => `${action} ${state}`);
const outcomes = (results: readonly StepResult[]) => results.map(({ step, outcome }) => `${step} ${outcome}`);
const bodies = () => site.sent().map(({ path, body }) => ({ path, body: (body === '' || body === undefined ? {} : JSON.parse(String(body))) as { commandData?: Record<string, unknown> } }));
const commandData = () => bodies().map(({ body }) => body.commandData!);
const asked = (pattern: RegExp) => double.journal.entries.filter(({ path }) => pattern.test(path));
const offline = { online: false };
const without = (privilege: string) => double.setPrivileges(double.connection.clientId, double.privilegesOf(double.connection.clientId).filter((one) => one !== privilege));

describe('PINs', () => {
	test('E07: each Mac is locked with six random digits of its own, kept before they are sent, shown by Jamf, and written down nowhere', async () => {
		const ids = Array.from({ length: 4 }, () => enrol());
		const keep = site.escrow.keep;
		const sentWhenKept: boolean[] = [];
		site.escrow.keep = async (place, pin) => {
			sentWhenKept.push(site.management.commandsOf(place.device.id).length > 0);
			return await keep(place, pin);
		};
		const results = await site.order(nia, 'lock');
		await later();
		const followed = await site.followUp(nia);
		const pins = ids.map((id) => site.management.pinOf(id)!);
		expect(sentWhenKept).toEqual([false, false, false, false]);
		expect(new Set(pins).size).toBeGreaterThan(1);
		for (const [index, pin] of pins.entries()) {
			expect(pin).toMatch(/^\d{6}$/);
			expect(double.device(ids[index]!).keptPin).toBe(pin);
		}
		expect(site.escrow.kept.map(({ pin }) => pin).sort()).toEqual([...pins].sort());
		const calls = (await site.ledger.records({})).flatMap(({ content }) => (content?.['calls'] ?? []) as unknown[]);
		expect(calls).toContainEqual({ method: 'POST', path: '/api/v2/mdm/commands', status: 201 });
		const written = JSON.stringify([results, followed, await site.ledger.records({})]);
		for (const pin of pins) expect(written).not.toContain(`"${pin}"`);
	});

	test('what cannot be kept is not sent', async () => {
		const id = enrol();
		site.escrow.keep = () => Promise.reject(new Error('The drawer is stuck.'));
		expect(outcomes(await site.order(nia, 'lock'))).toEqual(['lock failed']);
		expect([site.sent(), actions(id)]).toEqual([[], []]);
	});

	test('where nothing but Jamf keeps PINs, a Mac is locked, one with Apple silicon is wiped, and an Intel Mac is not', async () => {
		const [silicon, intel] = [enrol(), enrol()];
		double.device(intel).appleSilicon = false;
		const results = await site.order(nia, 'wipe', { options: { escrow: null } });
		expect(results.find(({ account }) => account!.id === intel)).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/a PIN to open it again, which nobody would keep/) as string });
		expect([actions(silicon).length, actions(intel).length]).toEqual([1, 0]);
		expect(commandData()).toMatchObject([{ commandType: 'ERASE_DEVICE', pin: expect.stringMatching(/^\d{6}$/) as string, obliterationBehavior: 'Default' }]);
		await site.order(nia, 'lock', { options: { escrow: null }, work: { caseId: 'another' } });
		expect(actions(intel).length).toBe(1);
	});

	test('an Intel Mac is wiped with the PIN that was kept', async () => {
		double.device(enrol()).appleSilicon = false;
		await site.order(nia, 'wipe');
		expect(commandData()[0]!['pin']).toBe(site.escrow.kept[0]!.pin);
	});
});

describe('whose it is', () => {
	test('a filter that is ignored touches nothing', async () => {
		enrol();
		double.settings.filters = false;
		for (const action of ['lock', 'wipe'] as const) {
			expect(await site.order(nia, action)).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/its list means nothing|means nothing/) as string }]);
		}
		expect(site.sent()).toEqual([]);
	});

	test('whoever has a user name that begins alike, or is the same in another domain, keeps theirs', async () => {
		const [own, phone] = [enrol(), enrol({ platform: 'ios', person: 'nia.okoro@other.example' })];
		const elsewhere = enrol({ person: 'nia.okoro@other.example' });
		await site.order(nia, 'wipe');
		expect([actions(own).length, actions(elsewhere), actions(phone)]).toEqual([1, [], []]);
		await site.secure(leaver);
		for (const { kind, id } of double.devicesOf(NAMESAKE)) expect(actions(`${kind}/${id}`)).toEqual([]);
	});

	test('a record without an address is theirs by its user name: locked, and not wiped', async () => {
		const ids = [enrol({ person: null }), enrol({ platform: 'ios', person: null })];
		for (const id of ids) double.device(id).assignee = { username: 'Nia.Okoro', realName: 'Nia Okoro', email: '' };
		for (const { outcome, reason } of await site.order(nia, 'wipe')) {
			expect(outcome).toBe('refused');
			expect(reason).toMatch(/by the user name nia\.okoro alone/);
		}
		await site.order(nia, 'lock');
		expect(ids.map((id) => actions(id).length)).toEqual([1, 1]);
	});

	test('a record whose user name is the whole address is theirs altogether', async () => {
		const id = enrol({ person: null });
		double.device(id).assignee = { username: nia.workEmail, realName: 'Nia Okoro', email: '' };
		await site.order(nia, 'wipe');
		expect(actions(id).length).toBe(1);
	});

	test('a Mac that somebody else used last is locked and not wiped; one that is used under a name of their own is wiped', async () => {
		double.signIn('KST-C02-3030', 'mrivas');
		const results = await site.order(leaver, 'wipe');
		expect(results.find(({ account }) => account!.label.includes('3930'))).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/the last to sign in to it was amara\.osei/) as string });
		expect(results.find(({ account }) => account!.label.includes('C02-3030'))!.outcome).not.toBe('refused');
		await site.order(leaver, 'lock');
		const used = double.device('KST-C02-3930');
		expect(actions(`computer/${used.id}`)).toEqual([expect.stringMatching(/^lock/)]);
	});

	test('a Mac whose user name was changed to whoever has it now is locked, and not wiped', async () => {
		const id = enrol();
		double.device(id).assignee!.username = cast.leaverManager.workEmail.split('@')[0]!;
		double.signIn(id, 'amara.osei');
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/user name amara\.osei beside the address nia\.okoro@kestrel\.example/) as string }]);
		expect(outcomes(await site.order(nia, 'retire', { work: { caseId: 'another' } }))).toEqual(['retire refused']);
		expect(outcomes(await site.order(nia, 'lock', { work: { caseId: 'third' } }))).toEqual(['lock done']);
		expect(actions(id)).toEqual(['lock done']);
	});

	test('a device that is two people\'s at once is left alone, whoever of them leaves', async () => {
		const ids = [enrol(), enrol({ platform: 'ios' })];
		for (const id of ids) double.device(id).assignee!.username = cast.leaverManager.workEmail;
		for (const who of [nia, { id: '901', workEmail: cast.leaverManager.workEmail }]) {
			const results = (await site.order(who, 'wipe')).filter(({ account }) => ids.includes(account!.id));
			expect(results.map(({ outcome, reason }) => [outcome, /also assigned to/.test(reason)])).toEqual([['refused', true], ['refused', true]]);
		}
		for (const id of ids) expect(actions(id)).toEqual([]);
	});

	test('a record that commands cannot be addressed to keeps no other device from being wiped', async () => {
		const [strange, known] = [enrol(), enrol()];
		Object.assign(double.device(strange), { managementId: null });
		expect(outcomes(await site.order(nia, 'wipe')).sort()).toEqual(['wipe done', 'wipe refused']);
		expect([actions(strange), actions(known)]).toEqual([[], ['wipe done']]);
	});

	test('a Mac that is given to somebody else after it was listed is left alone', async () => {
		const id = enrol();
		double.faults.add({ method: 'GET', path: /computers-inventory\?/, effect: { kind: 'lag', reads: 5 } });
		site.management.assign(id, cast.leaverManager.workEmail);
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/it is assigned to amara\.osei@/) as string }]);
		expect(actions(id)).toEqual([]);
	});

	test('what Jamf does not manage any more is refused', async () => {
		double.device(enrol()).managed = false;
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/cannot reach it any more/) as string }]);
	});

	test('ownership: supervised proves nothing on a Mac, and only institutional does on a phone', async () => {
		double.device(enrol({ owner: 'unknown' })).supervised = true;
		const [unsaid, personal] = [enrol({ platform: 'ios', owner: 'unknown' }), enrol({ platform: 'ios', owner: 'personal' })];
		double.device(unsaid).supervised = true;
		double.device(personal).supervised = true;
		const results = await site.order(nia, 'wipe');
		expect(outcomes(results)).toEqual(['wipe refused', 'wipe refused', 'wipe refused']);
		const why = results.map(({ reason }) => reason).join('\n');
		for (const said of ['enrolledViaAutomatedDeviceEnrollment: false', 'Jamf Pro says nothing of its ownership', 'deviceOwnershipLevel: personal']) expect(why).toContain(said);
		const { devices } = await inspectDevices(site.system, nia, { register: null, escrow: site.escrow, mostDevices: 10 });
		expect(devices.map(({ ownership, may }) => [ownership, may['wipe'] === 'yes', may['lock']]).sort()).toEqual([['personal', false, 'yes'], ['unknown', false, 'yes'], ['unknown', false, 'yes']]);
	});
});

describe('what each kind supports', () => {
	test('a Mac with Apple silicon before macOS 11.5 is not locked, because that would deactivate it', async () => {
		const id = enrol();
		double.device(id).osVersion = '11.4';
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'not_removable_here', reason: expect.stringMatching(/macOS 11\.4 and Apple silicon.*deactivates/) as string }]);
		expect(actions(id)).toEqual([]);
	});

	test('supervised phones go into Lost Mode, which says something even where nobody wrote anything; others are locked without a PIN', async () => {
		const [company, own] = [enrol({ platform: 'ios' }), enrol({ platform: 'ios', owner: 'personal' })];
		await site.secure(nia, { ...whenBack, retirePersonal: false });
		await site.order(nia, 'lock', { work: { caseId: 'another' } });
		expect(commandData()).toEqual([
			{ commandType: 'ENABLE_LOST_MODE', lostModeMessage: 'Please return this device.', lostModePhone: '+1 555 0100' },
			{ commandType: 'DEVICE_LOCK', message: 'Please return this device.', phoneNumber: '+1 555 0100' },
		]);
		await later();
		expect([company, own].map((id) => site.management.stateOf(id).locked)).toEqual([true, true]);
		expect(site.escrow.kept).toEqual([]);
	});

	test('a phone is wiped by the path that ends Activation Lock, and by a command where a server lacks it', async () => {
		const ids = [enrol({ platform: 'ios' }), enrol({ platform: 'ios' })];
		double.faults.add({ path: new RegExp(`${ids[1]!.replace('mobile/', 'mobile-devices/')}/erase$`), effect: { kind: 'not-found' } });
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['wipe done', 'wipe done']);
		for (const id of ids) expect(actions(id)).toEqual(['wipe done']);
		expect(bodies()).toContainEqual({ path: `/api/v2/${ids[0]!.replace('/', '-devices/')}/erase`, body: { preserveDataPlan: false, disallowProximitySetup: false, clearActivationLock: true, returnToService: false } });
	});

	test.each([['v4', '/api/v4/computers-inventory/'], ['v3', '/api/v1/computer-inventory/'], ['v1', '/api/v1/computer-inventory/']] as const)('company data leaves a Mac and a phone, on a server of version %s', async (version, path) => {
		double.settings.version = version;
		double.settings.oldTokenPathOnly = version === 'v1';
		const [mac, phone] = [enrol({ owner: 'unknown', ...offline }), enrol({ platform: 'ios', owner: 'personal', ...offline })];
		expect(outcomes(await site.order(nia, 'retire'))).toEqual(['retire pending', 'retire pending']);
		for (const id of [mac, phone]) site.management.checkIn(id);
		expect(await site.followUp(nia)).toMatchObject([{ step: 'retire', outcome: 'done', verified: true }, { step: 'retire', outcome: 'done', verified: true }]);
		expect([actions(mac), actions(phone)]).toEqual([['retire done'], ['retire done']]);
		expect(site.sent().map((entry) => entry.path).sort()).toEqual([`${path}${mac.replace('computer/', '')}/remove-mdm-profile`, `/api/v2/mobile-devices/${phone.replace('mobile/', '')}/unmanage`].sort());
		expect(asked(/^\/api\/v4\/computers-inventory$/).filter(({ status }) => status === 404).length).toBeLessThanOrEqual(1);
	});
});

describe('followed to the answer', () => {
	test('a Mac at its lock screen hears of no wipe: the administrator is told to unlock it, and then it is wiped once', async () => {
		const id = enrol();
		await site.order(nia, 'lock');
		await later();
		await site.followUp(nia);
		for (let day = 0; day < 3; day++) {
			expect(await site.order(nia, 'wipe')).toMatchObject([{ step: 'wipe', outcome: 'pending', reason: expect.stringMatching(/stands at its lock screen.*Unlock it with the PIN/) as string }]);
			await later(24 * hour);
		}
		expect(actions(id)).toEqual(['lock done']);
		site.unlock(id);
		expect(outcomes(await site.followUp(nia))).toEqual(['wipe done']);
		expect(actions(id)).toEqual(['lock done', 'wipe done']);
	});

	test('a wipe that waits behind a lock says what to do', async () => {
		const id = enrol(offline);
		await site.order(nia, 'lock');
		await site.order(nia, 'wipe');
		site.management.checkIn(id);
		expect((await site.followUp(nia)).find(({ step }) => step === 'wipe')).toMatchObject({ outcome: 'pending', reason: expect.stringMatching(/PENDING\. It stands at its lock screen.*Unlock it with the PIN/) as string });
	});

	test('a push that was lost is made up for, without another order', async () => {
		const id = enrol(offline);
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['wipe pending']);
		double.losePush(id);
		site.management.online(id, true);
		await later();
		expect(outcomes(await site.followUp(nia, { work: { dryRun: true } }))).toEqual(['wipe planned']);
		expect(asked(/blank-push/)).toHaveLength(0);
		await site.followUp(nia);
		expect(outcomes(await site.followUp(nia))).toEqual(['wipe done']);
		expect(asked(/blank-push/)).toHaveLength(1);
		expect([actions(id), site.sent().length]).toEqual([['wipe done'], 1]);
	});

	test('a push that fails changes nothing, and one that is not heard of is not pushed at', async () => {
		const [silent, heard] = [enrol(offline), enrol()];
		double.losePush(heard);
		double.faults.add({ path: /blank-push/, effect: { kind: 'status', status: 500 } });
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['wipe pending', 'wipe pending']);
		const { managementId } = double.device(heard);
		expect(asked(/blank-push/).map(({ body }) => body)).toEqual([JSON.stringify({ clientManagementIds: [managementId] })]);
		expect([actions(silent), actions(heard)]).toEqual([['wipe queued'], ['wipe queued']]);
	});

	test('not now is waited for; an error is told in the device\'s words', async () => {
		const [busy, broken] = [enrol(), enrol()];
		double.deferNext(busy);
		site.management.refuseNext(broken);
		await site.order(nia, 'lock');
		await later();
		const results = await site.followUp(nia);
		expect(results.find(({ account }) => account!.id === broken)).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/The device cannot carry out this command, MCMDMErrorDomain 12078/) as string });
		for (const id of [busy, broken]) expect(actions(id)).toHaveLength(1);
	});

	test('a command that is called by a short number, and shows only later, is found and not sent again', async () => {
		Object.assign(double.settings, { shortCommandIds: true, commandLagMs: 5 * 60_000 });
		const id = enrol(offline);
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['wipe pending']);
		await later(6 * 60_000);
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/commandState PENDING/) as string }]);
		expect(actions(id)).toEqual(['wipe queued']);
	});

	test('what an administrator cancels in Jamf is not sent again by itself', async () => {
		const id = enrol(offline);
		await site.order(nia, 'wipe');
		await later();
		site.management.expire(id);
		for (let tries = 0; tries < 3; tries++) {
			expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/shows no trace of it any more/) as string }]);
			await later();
		}
		expect(actions(id)).toEqual(['wipe cancelled']);
	});

	test('what its earlier life was told does not count for a Mac that was set up again', async () => {
		const id = enrol();
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['wipe done']);
		await later();
		double.enrolAgain(id, nia.workEmail);
		await later();
		expect(outcomes(await site.order(nia, 'wipe', { work: { caseId: 'next' } }))).toEqual(['wipe done']);
		expect(actions(id)).toEqual(['wipe done', 'wipe done']);
	});

	test('a wipe that still waits when the Mac is enrolled again is not joined by a second one', async () => {
		const id = enrol(offline);
		await site.order(nia, 'wipe');
		await later();
		double.enrolAgain(id, nia.workEmail);
		await later();
		await site.followUp(nia);
		await site.order(nia, 'wipe', { work: { caseId: 'next' } });
		expect(actions(id)).toEqual(['wipe queued']);
	});

	test('what was wiped and set up again is not wiped again by running the same case', async () => {
		const id = enrol();
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['wipe done']);
		await later();
		double.enrolAgain(id, nia.workEmail);
		await later();
		await site.order(nia, 'wipe');
		expect(actions(id)).toEqual(['wipe done']);
	});

	test.each(['2099-01-01T00:00:00Z', '2026-11-22T12:00:00'])('an enrolment at %s hides no wipe that was sent', async (enrolledAt) => {
		const id = enrol(offline);
		double.device(id).enrolledAt = enrolledAt;
		for (let tries = 0; tries < 3; tries++) {
			await site.order(nia, 'wipe');
			await later();
		}
		expect(actions(id).length).toBeLessThanOrEqual(1);
	});

	test('an administrator\'s own wipe is followed, and no second one sent', async () => {
		const id = enrol({ platform: 'ios', ...offline });
		await site.order(nia, 'wipe');
		expect(outcomes(await site.order(nia, 'wipe', { work: { caseId: 'another' } }))).toEqual(['wipe pending']);
		expect(actions(id)).toEqual(['wipe queued']);
	});
});

describe('when Jamf misbehaves', () => {
	const lost: [string, Effect][] = [
		['500 after it was queued', { kind: 'status', status: 500, applied: true }],
		['a page after it was queued', { kind: 'html', status: 200, applied: true }],
		['half an answer', { kind: 'truncated' }],
	];
	test.each(lost)('%s: it is found in the list, and not sent again', async (_, effect) => {
		for (const platform of ['macos', 'ios'] as const) enrol({ platform, ...offline });
		double.faults.add({ method: 'POST', path: jamf.orders.path, times: 2, effect });
		await site.order(nia, 'wipe');
		await later();
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['wipe pending', 'wipe pending']);
		expect(site.sent()).toHaveLength(2);
	});

	test('500 for what was not valid leaves open whether it was taken, and is not sent again', async () => {
		enrol();
		double.settings.unknownClient = 500;
		double.faults.add({ method: 'POST', path: jamf.orders.path, times: 1, effect: { kind: 'status', status: 500 } });
		await site.order(nia, 'wipe');
		await later();
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/nobody knows whether it arrived/) as string }]);
		expect(site.sent()).toHaveLength(1);
	});

	test('a lie is noticed', async () => {
		enrol();
		double.faults.add({ method: 'POST', path: jamf.orders.path, times: 1, effect: { kind: 'lie' } });
		await site.order(nia, 'wipe');
		await later();
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/shows no trace of it any more/) as string }]);
		expect(site.sent()).toHaveLength(1);
	});

	const unreadable: [string, Effect][] = [
		['a login page', { kind: 'html', status: 200 }],
		['a redirect to one', { kind: 'login-redirect' }],
		['half a list', { kind: 'truncated' }],
	];
	test.each(unreadable)('%s instead of the inventory touches nothing', async (_, effect) => {
		enrol();
		double.faults.add({ method: 'GET', path: /inventory|mobile-devices/, effect });
		expect(outcomes(await site.order(nia, 'wipe'))).toEqual(['findAccount failed']);
		expect(site.sent()).toEqual([]);
	});

	test('throttling is waited out, and a device is told once', async () => {
		const id = enrol();
		double.faults.add({ path: /mdm\/commands/, times: 3, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
		await site.order(nia, 'wipe');
		expect(actions(id)).toHaveLength(1);
	});

	test.each([
		['lock', 'Send Computer Remote Lock Command', 'macos'],
		['lock', 'Send Mobile Device Lost Mode Command', 'ios'],
		['wipe', 'Send Mobile Device Remote Wipe Command', 'ios'],
		['retire', 'Send Computer Unmanage Command', 'macos'],
	] as const)('%s without %s is refused by name, and goes once it is granted', async (action, privilege, platform) => {
		const id = enrol({ platform });
		const all = double.privilegesOf(double.connection.clientId);
		without(privilege);
		expect(await site.order(nia, action)).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining(privilege) as string }]);
		double.setPrivileges(double.connection.clientId, all);
		await site.order(nia, action);
		await later();
		expect(outcomes(await site.followUp(nia)).filter((one) => one.endsWith('failed'))).toEqual([]);
		expect(actions(id)).toEqual([`${action} done`]);
	});

	test('without the privilege to read mobile devices nobody is taken for somebody who has none', async () => {
		without('Read Mobile Devices');
		expect(await site.order(nia, 'lock')).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringContaining('Read Mobile Devices') as string }]);
	});

	test('hundreds of computers are listed, each once', async () => {
		double.populate(450);
		const ids: string[] = [];
		for await (const page of site.system.all(site.system.connect(() => {}))) ids.push(...page.map(({ id }) => id));
		expect(ids.sort()).toEqual(site.management.devices().map(({ id }) => id).sort());
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('a device that is gone from Jamf is no device that was wiped', async () => {
		const id = enrol(offline);
		await site.order(nia, 'wipe');
		double.state.devices = double.state.devices.filter((device) => device !== double.device(id));
		const [result] = await site.followUp(nia);
		expect(result!.outcome).not.toBe('done');
	});
});

describe('the test of the credential', () => {
	const check = async () => {
		const token = await mintToken({ serverUrl: double.connection.url, ...double.connection }, sendForm);
		return await checkJamf(overAxios('Jamf Pro', double.connection.url, () => ({ authorization: `Bearer ${token}` })));
	};

	test('names what cannot be seen from here', async () => {
		const { ok, message } = await check();
		expect(ok).toBe(true);
		expect(message).toMatch(/Jamf Pro 11\.31\.0, .*Send Computer Remote Lock Command.*Unmanage Mobile Devices/);
	});

	test.each(['Read Computers', 'Read Mobile Devices', 'View MDM command information in Jamf Pro API'])('names %s where it is missing', async (privilege) => {
		without(privilege);
		expect(await check()).toEqual({ ok: false, message: expect.stringMatching(new RegExp(`lacks ${privilege}\\.`)) as string, missing: [privilege] });
	});
});
