import { cast } from '../../sandbox';
import type { FleetDouble } from '../../sandbox/fleet';
import type { NewDevice } from '../../sandbox/devices';
import type { StepResult } from '../../lifecycle/outcome';
import { startDeviceCase, leaver, whenBack, type DeviceCase } from '../support/deviceCase';
import { fleet } from '../support/managements/fleet';

let site: DeviceCase;
let double: FleetDouble;
beforeEach(async () => {
	site = await startDeviceCase(fleet);
	double = site.double as FleetDouble;
});
afterEach(() => site.stop());

const nia = { id: '900', workEmail: 'nia.okoro@kestrel.example' };
const hour = 60 * 60_000;

const enrol = (more: Partial<NewDevice> = {}) => site.management.enrol({ platform: 'macos', owner: 'company', person: nia.workEmail, online: true, ...more });
const commandsOf = (id: string) => site.management.commandsOf(id).map(({ action, state }) => `${action} ${state}`);
const brief = (results: readonly StepResult[]) => results.filter(({ remainder }) => !remainder).map(({ step, outcome, verified }) => `${step} ${outcome}${verified === 'unverifiable' ? ', unverifiable' : ''}`);
const reasonOf = (results: readonly StepResult[]) => results.map(({ reason }) => reason).join('\n');
/** An administrator, in Fleet itself. */
const administrator = async (method: string, path: string) => (await fetch(`${double.url}/api/v1/fleet${path}`, { method, headers: { authorization: `Bearer ${double.connection.token}` } })).status;

describe('whose it is', () => {
	test('what the search finds in names and in other people\'s addresses is left alone', async () => {
		const { leaversLinux, leaversWindows, containingName, misleadingHostname } = double.parts;
		expect(await site.order(leaver, 'lock')).toHaveLength(2);
		await site.clock.sleep(hour);
		for (const id of [leaversLinux, leaversWindows]) expect(site.management.stateOf(id).locked).toBe(true);
		for (const id of [containingName, misleadingHostname]) expect(commandsOf(id)).toEqual([]);
	});

	test('a search that is ignored finds nobody else\'s', async () => {
		double.settings.queryIgnored = true;
		await site.order(leaver, 'lock');
		const touched = site.management.devices().filter(({ id }) => commandsOf(id).length > 0);
		expect(touched.map(({ person }) => person)).toEqual([leaver.workEmail, leaver.workEmail]);
	});

	test('a search that is ignored in a company of hundreds is not believed at all', async () => {
		double.settings.queryIgnored = true;
		double.populate(300);
		const results = await site.order(leaver, 'lock');
		expect(results).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/its search means nothing.*Nothing was sent to any device/) }]);
		expect(site.sent()).toEqual([]);
	});

	test('a host that is mapped to two people is nobody\'s to lock', async () => {
		for (const person of [cast.deviceOwner, cast.deviceSharer]) {
			const results = await site.order(person, 'lock', { work: { caseId: `case-${person.id}` } });
			expect(results).toContainEqual(expect.objectContaining({ outcome: 'refused', reason: expect.stringMatching(/it is also assigned to/) }));
		}
		expect(commandsOf(double.parts.shared)).toEqual([]);
	});

	test('somebody else in its browser keeps it from being wiped, and not from being locked', async () => {
		const id = enrol({ platform: 'windows' });
		double.map(id, [{ email: nia.workEmail, source: 'mdm_idp_accounts' }, { email: 'nia@home.test', source: 'google_chrome_profiles' }]);
		expect(brief(await site.secure(nia, { ...whenBack, wipe: 'afterDays', days: 0 }))).toEqual(['lock done', 'wipe refused']);
		expect(reasonOf(await site.followUp(nia))).toMatch(/a browser on it is signed in as nia@home\.test\. Find out whose it is/);
		expect(site.management.stateOf(id)).toMatchObject({ locked: true, wiped: false });
	});

	test('somebody else gets it between the list and the command: nothing is sent', async () => {
		const id = enrol();
		const held = double.faults.add({ method: 'GET', path: /\/commands/, times: 1, effect: { kind: 'hold' } });
		const ordering = site.order(nia, 'lock');
		await held.struck;
		site.management.assign(id, cast.leaverManager.workEmail);
		held.release();
		expect(brief(await ordering)).toEqual(['lock refused']);
		expect(site.sent()).toEqual([]);
	});

	test('every host is listed, however many there are', async () => {
		double.populate(350);
		const ids: string[] = [];
		for await (const page of site.system.all(site.system.connect(() => {}))) ids.push(...page.map(({ id }) => id));
		expect(new Set(ids)).toEqual(new Set(site.management.devices().map(({ id }) => id)));
		expect(ids).toHaveLength(362);
	});
});

describe('a lock', () => {
	test.each(['named', 'unchanged'] as const)('that waits is on its way, whether a build calls it so or not (%s)', async (pendingStatus) => {
		double.settings.pendingStatus = pendingStatus;
		const id = enrol({ online: false });
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'pending', verified: false, reason: expect.stringContaining('pending_action lock') }]);
		site.management.checkIn(id);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'done', verified: true }, { outcome: 'done', remainder: true }]);
		expect(site.sent()).toHaveLength(1);
	});

	test.each([true, false])('a device that refuses it is heard, also where locks are left out of the list (%s)', async (omitsDeviceLock) => {
		double.settings.omitsDeviceLock = omitsDeviceLock;
		site.management.refuseNext(enrol());
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/DeviceLock answered with Error.*may be sent again, or waive it/) }]);
	});

	test.each([422, 409] as const)('somebody else locked it in the same moment (%s): it is locked, and nothing failed', async (alreadyAnswer) => {
		double.settings.alreadyAnswer = alreadyAnswer;
		const id = enrol();
		const held = double.faults.add({ method: 'POST', path: /\/lock$/, times: 1, effect: { kind: 'hold' } });
		const ordering = site.order(nia, 'lock');
		await held.struck;
		expect(await administrator('POST', `/hosts/${id}/lock`)).toBe(204);
		site.company.move(1_000);
		held.release();
		expect(brief(await ordering)).toEqual(['lock done']);
		expect(commandsOf(id)).toEqual(['lock done']);
	});

	test('somebody asked to open it, and it has not heard of that: it does not count as locked', async () => {
		const id = enrol({ platform: 'windows' });
		await site.order(nia, 'lock');
		site.management.online(id, false);
		await site.clock.sleep(hour);
		await administrator('POST', `/hosts/${id}/unlock`);
		const results = await site.order(nia, 'lock', { work: { caseId: 'another' } });
		expect(results).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/an unlock waits for it/) }]);
	});

	test.each(['windows', 'linux'] as const)('%s without scripts says how to switch them on, and is asked again', async (platform) => {
		double.settings.scripts = false;
		const id = enrol({ platform });
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/deploy the fleetd agent with --enable-scripts/) }]);
		double.settings.scripts = true;
		expect(brief(await site.followUp(nia))).toEqual(['lock done']);
		expect(commandsOf(id)).toEqual(['lock done']);
	});

	test('a script that an administrator called back is not sent again by itself', async () => {
		const id = enrol({ platform: 'windows', online: false });
		await site.order(nia, 'lock');
		double.cancelScripts(id);
		await site.clock.sleep(hour);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/shows no trace of it any more.*may be sent again, or waive it/) }]);
		await site.decide('sendAgain');
		await site.followUp(nia);
		expect(commandsOf(id)).toEqual(['lock cancelled', 'lock queued']);
	});

	test.each([
		['android', 'company', /cannot lock Android/],
		['macos', 'personal', /enrolled as their own/],
		['ios', 'unknown', /enrolled automatically/],
	] as const)('%s (%s) cannot be locked, and Fleet is not asked', async (platform, owner, why) => {
		enrol({ platform, owner });
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'not_removable_here', reason: expect.stringMatching(why) }]);
		expect(site.sent()).toEqual([]);
	});
});

describe('a PIN', () => {
	const reveals = () => double.journal.find({ method: 'POST', path: /\/unlock$/ });

	test('is asked for once the Mac is locked, kept, and in nothing that is written', async () => {
		const id = enrol({ online: false });
		const results = await site.order(nia, 'lock');
		expect(reveals()).toEqual([]);
		site.management.checkIn(id);
		results.push(...(await site.followUp(nia)));
		const pin = site.management.pinOf(id)!;
		expect(reveals()).toHaveLength(1);
		expect(site.escrow.kept.map((kept) => kept.pin)).toEqual([pin]);
		await site.order(nia, 'lock');
		expect(reveals()).toHaveLength(1);
		for (const written of [results, await site.ledger.records({}), double.journal.find({ method: 'POST', path: /\/lock$/ }).map(({ query, body }) => [query, body])]) expect(JSON.stringify(written)).not.toContain(pin);
	});

	test('is left with Fleet where nothing else was chosen', async () => {
		const id = enrol();
		expect(await site.order(nia, 'lock', { options: { escrow: null } })).toMatchObject([{ outcome: 'done' }]);
		expect([reveals(), site.management.stateOf(id).locked]).toEqual([[], true]);
	});

	test('is asked for of nothing but Macs, because anything else would open', async () => {
		const id = enrol({ platform: 'windows' });
		await site.order(nia, 'lock');
		expect([reveals(), site.management.stateOf(id).locked]).toEqual([[], true]);
	});
});

describe('a wipe', () => {
	test('of what is locked waits until somebody has opened it', async () => {
		const id = enrol({ platform: 'macos' });
		await site.secure(nia, { ...whenBack, wipe: 'onReturn' });
		await site.decide('returned');
		expect(await site.followUp(nia)).toMatchObject([{ step: 'wipe', outcome: 'pending', reason: expect.stringMatching(/Unlock it with the PIN that Fleet shows/) }]);
		expect(commandsOf(id)).toEqual(['lock done']);
		double.typePin(id, site.escrow.kept[0]!.pin);
		expect(brief(await site.followUp(nia))).toEqual(['wipe done']);
		expect(site.management.stateOf(id).wiped).toBe(true);
	});

	test.each(['named', 'unchanged'] as const)('that meets a lock the host has not answered yet waits for it (%s)', async (pendingStatus) => {
		double.settings.pendingStatus = pendingStatus;
		const id = enrol({ platform: 'windows', online: false });
		expect(brief(await site.secure(nia, { ...whenBack, wipe: 'afterDays', days: 0 }))).toEqual(['lock pending', 'wipe pending']);
		expect(reasonOf(await site.followUp(nia))).toMatch(/Wipe .* is not possible yet: a lock waits for it/);
		expect(site.sent()).toHaveLength(1);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['lock done', 'wipe pending']);
		await administrator('POST', `/hosts/${id}/unlock`);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['wipe pending']);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['wipe done']);
		expect(commandsOf(id)).toEqual(['lock done', 'wipe done']);
	});

	test('of Windows is one it starts again after', async () => {
		enrol({ platform: 'windows' });
		await site.order(nia, 'wipe');
		expect(double.journal.find({ method: 'POST', path: /\/wipe$/ }).map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([{ windows: { wipe_type: 'doWipe' } }]);
	});

	test.each([402, 403] as const)('without Premium (%s) says so, and the case stays open', async (premiumRefusal) => {
		Object.assign(double.settings, { premium: false, premiumRefusal });
		const id = enrol();
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/need Fleet Premium; without it, do it by hand and waive it in Device Decisions/) }]);
		expect([commandsOf(id), (await site.close(nia)).verdict]).toEqual([[], 'Incomplete']);
		double.settings.premium = true;
		expect(brief(await site.followUp(nia))).toEqual(['wipe done']);
	});

	test('that waits while somebody deletes the record is not done: Fleet deletes none by itself', async () => {
		const id = enrol({ online: false });
		await site.order(nia, 'wipe');
		expect(await administrator('DELETE', `/hosts/${id}`)).toBe(200);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', verified: false, reason: expect.stringMatching(/has no record of .* any more.*Find the device, and waive it/) }]);
		expect([commandsOf(id), (await site.close(nia)).verdict]).toEqual([['wipe cancelled'], 'Incomplete']);
	});
});

test('a host that was deleted and comes back has another id: it is found anew, and the old order stays open', async () => {
	const id = enrol({ online: false });
	await site.order(nia, 'lock');
	await administrator('DELETE', `/hosts/${id}`);
	site.management.checkIn(id);
	const [back] = site.management.devices().filter(({ person }) => person === nia.workEmail);
	expect(back!.id).not.toBe(id);
	site.management.online(back!.id, true);
	const results = await site.order(nia, 'lock');
	expect(results.find(({ account }) => account?.id === back!.id)).toMatchObject({ outcome: 'done' });
	expect(results.find(({ account }) => account?.id === id)).toMatchObject({ outcome: 'pending' });
	expect((await site.open()).map(({ deviceId }) => deviceId)).toEqual([id]);
});

describe('a removal of company data', () => {
	test.each(['at-once', 'when-done'] as const)('that shows %s is no proof that the device did it', async (unenrolShown) => {
		double.settings.unenrolShown = unenrolShown;
		const id = enrol({ owner: 'personal', online: false });
		expect(await site.order(nia, 'retire')).toMatchObject([{ outcome: 'done', verified: 'unverifiable' }]);
		expect(site.management.stateOf(id).retired).toBe(false);
		site.management.checkIn(id);
		expect(await site.order(nia, 'retire')).toMatchObject([{ verified: 'unverifiable' }]);
		expect(commandsOf(id)).toEqual(['retire done']);
	});

	test('whose answer was lost is not asked for twice', async () => {
		double.faults.add({ method: 'DELETE', path: /\/mdm$/, times: 1, effect: { kind: 'status', status: 500, applied: true } });
		const id = enrol({ owner: 'personal', online: false });
		await site.order(nia, 'retire');
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'already_done', verified: 'unverifiable' }]);
		expect(commandsOf(id)).toEqual(['retire queued']);
	});

	test.each([
		['windows', /Run the unenrolment script/],
		['linux', /no MDM on Linux/],
	] as const)('from %s is not what Fleet can do', async (platform, why) => {
		enrol({ platform, owner: 'personal' });
		expect(await site.order(nia, 'retire')).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(why) }]);
		expect(site.sent()).toEqual([]);
	});
});

describe('when Fleet misbehaves, nothing is sent to anybody', () => {
	const list = /\/hosts\?/;

	test.each([
		['a page of a proxy', { kind: 'html' }, /not its API|not an object/],
		['half an answer', { kind: 'truncated' }, /not an object/],
		['a login page somewhere else', { kind: 'login-redirect' }, /a redirect/],
		['404 for the list', { kind: 'not-found' }, /does not know/],
		['500, again and again', { kind: 'status', status: 500 }, /failed inside/],
	] as const)('%s', async (_, effect, why) => {
		enrol();
		double.faults.add({ method: 'GET', path: list, effect });
		expect(await site.order(nia, 'lock')).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(why) }]);
		expect(site.sent()).toEqual([]);
		expect((await site.close(nia)).verdict).toBe('Incomplete');
	});

	test('404 for the people of a host that is there', async () => {
		const id = enrol();
		double.faults.add({ method: 'GET', path: /device_mapping$/, effect: { kind: 'not-found' } });
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/said a moment later/) }]);
		expect(commandsOf(id)).toEqual([]);
	});

	test('a user who may only read is told which role it takes', async () => {
		enrol();
		double.faults.add({ method: 'POST', path: /\/lock$/, effect: { kind: 'forbidden' } });
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/role of a maintainer/) }]);
	});

	test('a token that was taken away', async () => {
		double.removeUser(double.connection.token);
		expect(await site.order(nia, 'lock')).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the token/) }]);
	});
});

describe('when the answer to a command is lost', () => {
	test.each([
		['the connection breaks', { kind: 'reset', applied: true }],
		['a page of a proxy with 200', { kind: 'html', status: 200, applied: true }],
		['500', { kind: 'status', status: 500, applied: true }],
	] as const)('%s: the lock is found on its way, and sent once', async (_, effect) => {
		double.faults.add({ method: 'POST', path: /\/lock$/, times: 1, effect });
		const id = enrol({ online: false });
		expect(brief(await site.order(nia, 'lock'))).toEqual(['lock pending']);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['lock already_done']);
		expect(site.sent()).toHaveLength(1);
	});

	test('what shows late was not lost', async () => {
		enrol({ online: false });
		double.faults.add({ method: 'GET', path: /\/hosts\/\d+$/, effect: { kind: 'lag', reads: 3 } });
		expect(brief(await site.order(nia, 'lock'))).toEqual(['lock pending']);
		expect(site.sent()).toHaveLength(1);
	});
});
