import type { NewDevice } from '../../sandbox/devices';
import { lookalike, type IruDouble } from '../../sandbox/iru';
import type { StepResult } from '../../lifecycle/outcome';
import { startDeviceCase, leaver, whenBack, type DeviceCase } from '../support/deviceCase';
import { iru } from '../support/managements/iru';

let site: DeviceCase;
let double: IruDouble;
beforeEach(async () => {
	site = await startDeviceCase(iru);
	double = site.double as IruDouble;
});
afterEach(() => site.stop());

const nia = { id: '900', workEmail: 'nia.okoro@kestrel.example' };
const hour = 60 * 60_000;

const enrol = (more: Partial<NewDevice> = {}) => site.management.enrol({ platform: 'macos', owner: 'company', person: nia.workEmail, online: true, ...more });
const commandsOf = (id: string) => site.management.commandsOf(id).map(({ action, state }) => `${action} ${state}`);
const brief = (results: readonly StepResult[]) => results.filter(({ remainder }) => !remainder).map(({ step, outcome, verified }) => `${step} ${outcome}${verified === 'unverifiable' ? ', unverifiable' : ''}`);
const sentPaths = () => site.sent().map(({ method, path }) => `${method} ${path.replace(/^.*\/devices\/[^/]+/, '')}`);
/** An administrator, in Iru itself. */
const administrator = async (id: string, action: string, body = {}) => (await fetch(`${double.url}/api/v1/devices/${id}/action/${action}`, { method: 'POST', headers: { authorization: `Bearer ${double.connection.token}` }, body: JSON.stringify(body) })).status;

describe('whose it is', () => {
	test('whoever has an address that contains the leaver\'s keeps their device', async () => {
		await site.order(leaver, 'lock');
		for (const { id, person } of site.management.devices()) expect([person, commandsOf(id)]).toEqual([person, person === leaver.workEmail ? ['lock done'] : []]);
		expect(site.management.devices().some(({ person }) => person === lookalike.email)).toBe(true);
	});

	test.each([0, 700])('a filter that is ignored is noticed, and nothing is sent to anybody (%s devices more)', async (more) => {
		double.settings.filters = false;
		double.populate(more);
		expect(await site.order(leaver, 'lock')).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/answered with .* as well, so its list means nothing/) }]);
		expect(site.sent()).toEqual([]);
		expect(double.journal.find({ method: 'GET', path: /\/details/ })).toEqual([]);
	});

	test.each(['', null] as const)('what nobody has (user %j) is nobody\'s to lock', async (nobody) => {
		double.settings.nobody = nobody;
		const id = enrol();
		const held = double.faults.add({ method: 'GET', path: /\/commands/, times: 1, effect: { kind: 'hold' } });
		const ordering = site.order(nia, 'lock');
		await held.struck;
		site.management.assign(id, null);
		held.release();
		expect(await ordering).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/assigned to nobody/) }]);
		expect(site.sent()).toEqual([]);
	});

	test('somebody who has left Iru\'s directory keeps their devices, and they are found', async () => {
		const id = enrol();
		double.archive(nia.workEmail);
		expect(brief(await site.order(nia, 'lock'))).toEqual(['lock done']);
		expect(commandsOf(id)).toEqual(['lock done']);
	});

	test('every device is listed, however many there are', async () => {
		double.populate(650);
		const ids: string[] = [];
		for await (const page of site.system.all(site.system.connect(() => {}))) ids.push(...page.map(({ id }) => id));
		expect(ids).toHaveLength(site.management.devices().length);
		expect(new Set(ids).size).toBe(ids.length);
	}, 60_000);
});

describe('whose property it is', () => {
	test.each([
		['macos', 'company', 'wipe done'],
		['ios', 'company', 'wipe done'],
		['android', 'company', 'wipe done'],
		['macos', 'unknown', 'wipe refused'],
		['macos', 'personal', 'wipe refused'],
		['ios', 'personal', 'wipe refused'],
		['android', 'personal', 'wipe refused'],
		['windows', 'company', 'wipe refused'],
	] as const)('%s, %s: %s', async (platform, owner, outcome) => {
		const id = enrol({ platform, owner });
		expect(brief(await site.order(nia, 'wipe'))).toEqual([outcome]);
		expect(site.management.stateOf(id).wiped).toBe(outcome === 'wipe done');
	});

	test('a PC is wiped where the company\'s own list has it', async () => {
		const id = enrol({ platform: 'windows', serial: 'PC-1' });
		expect(brief(await site.order(nia, 'wipe', { options: { register: new Set(['PC-1']) } }))).toEqual(['wipe done']);
		expect(site.management.stateOf(id).wiped).toBe(true);
	});
});

describe('a lock', () => {
	test('the PIN that Iru makes is kept once the Mac is locked, and is in nothing that is written', async () => {
		const id = enrol({ online: false });
		const secrets = () => double.journal.find({ method: 'GET', path: /\/secrets\// });
		const results = await site.order(nia, 'lock');
		expect(results).toMatchObject([{ outcome: 'pending' }]);
		expect(secrets()).toEqual([]);
		site.management.checkIn(id);
		results.push(...(await site.followUp(nia)));
		const pin = site.management.pinOf(id)!;
		expect(site.escrow.kept.map((kept) => kept.pin)).toEqual([pin]);
		expect(secrets()).toHaveLength(1);
		expect(JSON.stringify([results, await site.ledger.records({})])).not.toContain(pin);
	});

	test('a company phone goes into Lost Mode with what it says; one of theirs only shows its lock screen', async () => {
		const [company, personal] = [enrol({ platform: 'ios' }), enrol({ platform: 'ios', owner: 'personal' })];
		expect(brief(await site.order(nia, 'lock'))).toEqual(['lock done', 'lock done']);
		expect(site.management.stateOf(company).locked).toBe(true);
		expect(new Set(sentPaths())).toEqual(new Set(['POST /action/enablelostmode', 'POST /action/lock']));
		expect(JSON.parse(String(double.journal.find({ method: 'POST', path: /enablelostmode/ })[0]!.body))).toEqual({ Message: 'Please return this device.', PhoneNumber: '+1 555 0100' });
		expect(commandsOf(personal)).toEqual(['lock done']);
	});

	test('a device that says "Not Now" is waited for, and told once', async () => {
		const id = enrol();
		double.busy(id, 2);
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/status 5 Not Now/) }]);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['lock pending']);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['lock done']);
		expect(site.sent()).toHaveLength(1);
	});

	test('a device that refuses is told again only when a named person says so', async () => {
		const id = enrol();
		site.management.refuseNext(id);
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/The device refused the command\).*may be sent again/) }]);
		await site.followUp(nia);
		expect(site.sent()).toHaveLength(1);
		await site.clock.sleep(hour);
		await site.decide('sendAgain');
		expect(brief(await site.followUp(nia))).toEqual(['lock done']);
	});

	test('somebody else asked for it in the same moment: it is on its way, and nothing failed', async () => {
		const id = enrol({ online: false });
		const held = double.faults.add({ method: 'POST', path: /\/lock$/, times: 1, effect: { kind: 'hold' } });
		const ordering = site.order(nia, 'lock');
		await held.struck;
		expect(await administrator(id, 'lock')).toBe(200);
		held.release();
		expect(brief(await ordering)).toEqual(['lock pending']);
		expect(commandsOf(id)).toEqual(['lock queued']);
	});

	test('a Mac that was locked long before, and was heard of since, says so itself', async () => {
		const id = enrol();
		await administrator(id, 'lock');
		await site.clock.sleep(hour);
		await administrator(id, 'restart');
		await site.clock.sleep(hour);
		const waits = [{ outcome: 'pending', verified: false, reason: expect.stringMatching(/Iru says.*is locked already.*waive it/) }];
		expect(await site.order(nia, 'lock')).toMatchObject(waits);
		expect(await site.followUp(nia)).toMatchObject(waits);
		// The administrator's and one of ours.
		expect([site.sent().length, (await site.close(nia)).verdict, commandsOf(id)]).toEqual([2, 'Incomplete', ['lock done']]);
		await site.clock.sleep(hour);
		double.unlock(id, site.management.pinOf(id)!);
		await site.decide('sendAgain');
		expect(brief(await site.followUp(nia))).toEqual(['lock done']);
	});

	test('a PC cannot be locked, and Iru is not asked', async () => {
		enrol({ platform: 'windows' });
		expect(await site.order(nia, 'lock')).toMatchObject([{ outcome: 'not_removable_here', reason: expect.stringMatching(/cannot lock Windows/) }]);
		expect(site.sent()).toEqual([]);
	});
});

describe('a wipe', () => {
	test('of a Mac asks afterwards for the PIN that was kept, one for each', async () => {
		const ids = [enrol(), enrol()];
		await site.order(nia, 'wipe');
		const pins = ids.map((id) => double.erasePinOf(id));
		expect(new Set(site.escrow.kept.map(({ pin }) => pin))).toEqual(new Set(pins));
		expect(new Set(pins).size).toBe(2);
		const written = JSON.stringify(await site.ledger.records({}));
		for (const pin of pins) expect(written).not.toContain(pin!);
	});

	test('of a Mac is refused where nobody would keep its PIN', async () => {
		enrol();
		expect(await site.order(nia, 'wipe', { options: { escrow: null } })).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/takes a PIN to open it again, which nobody would keep/) }]);
		expect(site.sent()).toEqual([]);
	});

	test('of a Mac that does not listen at its lock screen waits until somebody opens it', async () => {
		double.settings.lockedMacsListen = false;
		const id = enrol();
		await site.secure(nia, { ...whenBack, wipe: 'onReturn' });
		await site.decide('returned');
		expect(brief(await site.followUp(nia))).toEqual(['wipe pending']);
		double.unlock(id, site.escrow.kept[0]!.pin);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['wipe done']);
		expect(commandsOf(id)).toEqual(['lock done', 'wipe done']);
	});

	test('of Android whose commands are not listed is sent once, and said to be unproven', async () => {
		double.settings.otherCommands = 'empty';
		const id = enrol({ platform: 'android', online: false });
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'done', verified: 'unverifiable', reason: expect.stringMatching(/does not show what becomes of it/) }]);
		site.management.checkIn(id);
		expect(await site.order(nia, 'wipe')).toMatchObject([{ verified: 'unverifiable', reason: expect.stringMatching(/has not managed it since/) }]);
		expect(commandsOf(id)).toEqual(['wipe done']);
	});

	test('of Android whose answer was lost and that is not listed is not sent again by itself', async () => {
		double.settings.otherCommands = 'empty';
		double.faults.add({ method: 'POST', path: /\/erase$/, times: 1, effect: { kind: 'reset', applied: true } });
		const id = enrol({ platform: 'android', online: false });
		await site.order(nia, 'wipe');
		await site.clock.sleep(hour);
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/nobody knows whether it arrived/) }]);
		expect(commandsOf(id)).toEqual(['wipe queued']);
	});

	test('that waits while somebody deletes the record is not done', async () => {
		const id = enrol({ online: false });
		await site.order(nia, 'wipe');
		await fetch(`${double.url}/api/v1/devices/${id}`, { method: 'DELETE', headers: { authorization: `Bearer ${double.connection.token}` } });
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/has no record of .* any more/) }]);
		expect((await site.close(nia)).verdict).toBe('Incomplete');
	});
});

describe('a removal', () => {
	test('deletes the record once, and says that nothing proves what the device did', async () => {
		const id = enrol({ platform: 'android', owner: 'personal', online: false });
		expect(await site.order(nia, 'retire')).toMatchObject([{ outcome: 'done', verified: 'unverifiable', reason: expect.stringMatching(/removed its record/) }]);
		await site.followUp(nia);
		expect(sentPaths()).toEqual(['DELETE ']);
		expect(commandsOf(id)).toEqual(['retire queued']);
		expect((await site.close(nia)).verdict).toBe('Complete');
	});

	test('whose answer was lost stays open, because somebody else may have deleted it as well', async () => {
		double.faults.add({ method: 'DELETE', path: /\/devices\//, times: 1, effect: { kind: 'reset', applied: true } });
		enrol({ platform: 'android', owner: 'personal' });
		await site.order(nia, 'retire');
		expect(await site.followUp(nia)).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/has no record of .* waive it in Device Decisions/) }]);
		expect(sentPaths()).toEqual(['DELETE ']);
	});

	test('of what is the company\'s is refused: it could not be wiped any more', async () => {
		const id = enrol();
		expect(await site.order(nia, 'retire')).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/could be neither locked nor wiped/) }]);
		expect([commandsOf(id), site.sent()]).toEqual([[], []]);
	});

	test('of a Mac that was locked is refused: what opens it would go with the record', async () => {
		const id = enrol({ owner: 'unknown' });
		await site.order(nia, 'lock');
		expect(await site.order(nia, 'retire')).toContainEqual(expect.objectContaining({ step: 'retire', outcome: 'failed', reason: expect.stringMatching(/the PIN that opens it goes with the record/) }));
		expect(commandsOf(id)).toEqual(['lock done']);
	});
});

describe('when Iru misbehaves, nothing is sent to anybody', () => {
	test.each([
		['a page of a proxy', /\/devices\?/, { kind: 'html' }, /not its API|not a list/],
		['half an answer', /\/devices\?/, { kind: 'truncated' }, /not a list/],
		['a login page somewhere else', /\/devices\?/, { kind: 'login-redirect' }, /a redirect/],
		['404 for the list', /\/devices\?/, { kind: 'not-found' }, /does not know/],
		['500, again and again', /\/devices\?/, { kind: 'status', status: 500 }, /failed inside/],
		['404 for the details of what is there', /\/details$/, { kind: 'not-found' }, /said a moment later/],
		['details that may not be read', /\/details$/, { kind: 'forbidden' }, /Tick "GET \/devices\/\{device_id\}\/details"/],
	] as const)('%s', async (_, path, effect, why) => {
		enrol();
		double.faults.add({ method: 'GET', path, effect });
		expect(await site.order(nia, 'lock')).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(why) }]);
		expect(site.sent()).toEqual([]);
		expect((await site.close(nia)).verdict).toBe('Incomplete');
	});

	test('commands that cannot be read are no commands that were never given', async () => {
		enrol();
		double.faults.add({ method: 'GET', path: /\/commands/, effect: { kind: 'truncated' } });
		expect(await site.order(nia, 'lock')).toMatchObject([{ step: 'lock', outcome: 'failed', reason: expect.stringMatching(/Nothing was changed/) }]);
		expect(site.sent()).toEqual([]);
	});

	test.each([401, 403] as const)('an action that is not ticked (%s) is named, and goes once it is', async (missingPermission) => {
		double.settings.missingPermission = missingPermission;
		const all = double.permissions();
		double.setPermissions(all.filter((permission) => !permission.endsWith('/action/erase')));
		enrol();
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/"POST \/devices\/\{device_id\}\/action\/erase"/) }]);
		double.setPermissions(all);
		expect(brief(await site.followUp(nia))).toEqual(['wipe done']);
		expect(site.escrow.kept).toHaveLength(2);
	});

	test('a PIN that may not be read leaves the Mac locked, and says where it is', async () => {
		double.setPermissions(double.permissions().filter((permission) => !permission.includes('unlockpin')));
		const id = enrol();
		const results = await site.order(nia, 'lock');
		expect(results).toMatchObject([{ outcome: 'done' }, { outcome: 'failed', remainder: true, reason: expect.stringMatching(/can be looked up in Iru only.*unlockpin/) }]);
		expect(site.management.stateOf(id).locked).toBe(true);
	});
});

describe('when the answer to a command is lost', () => {
	test.each([
		['the connection breaks', { kind: 'reset', applied: true }],
		['a page of a proxy with 200', { kind: 'html', status: 200, applied: true }],
		['500', { kind: 'status', status: 500, applied: true }],
	] as const)('%s: the erasure is found on its way, and sent once', async (_, effect) => {
		double.faults.add({ method: 'POST', path: /\/erase$/, times: 1, effect });
		const id = enrol({ online: false });
		expect(brief(await site.order(nia, 'wipe'))).toEqual(['wipe pending']);
		site.management.checkIn(id);
		expect(brief(await site.followUp(nia))).toEqual(['wipe already_done']);
		expect([site.sent().length, double.erasePinOf(id)]).toEqual([1, site.escrow.kept[0]!.pin]);
	});

	test('what shows late was not lost', async () => {
		enrol({ online: false });
		double.faults.add({ method: 'GET', path: /\/commands/, effect: { kind: 'lag', reads: 3 } });
		expect(brief(await site.order(nia, 'wipe'))).toEqual(['wipe pending']);
		expect(site.sent()).toHaveLength(1);
	});
});
