import fc from 'fast-check';
import { devicesInTheWay } from '../../lifecycle/devices/open';
import { registerException } from '../../lifecycle/exceptions/register';
import type { StepResult } from '../../lifecycle/outcome';
import type { NewDevice } from '../../sandbox/devices';
import { leaver, startDeviceCase, whenBack, type DeviceCase } from '../support/deviceCase';
import { managements } from '../support/managements';

let site: DeviceCase;
afterEach(() => site.stop());

const nia = { id: '900', workEmail: 'nia.okoro@kestrel.example' };
const hour = 60 * 60_000;

const outcomes = (results: readonly StepResult[], step: string) => results.filter((result) => result.step === step && !result.remainder).map(({ outcome }) => outcome);
const all = (results: readonly StepResult[]) => JSON.stringify(results, null, 1);

describe.each(managements.map((management) => [management.id, management] as const))('%s', (_, management) => {
	beforeEach(async () => {
		site = await startDeviceCase(management);
	});

	const enrol = (more: Partial<NewDevice> = {}) => site.management.enrol({ platform: management.wipeable, owner: 'company', person: nia.workEmail, online: true, ...more });
	const wipesOf = (id: string) => site.management.commandsOf(id).filter(({ action }) => action === 'wipe');
	/** Devices answer after a while, as does whoever looks. */
	const later = async (ms = hour) => {
		await site.clock.sleep(ms);
	};

	test('E01: what is the person\'s own is retired and cannot be wiped', async () => {
		const id = enrol({ platform: management.retirable, owner: 'personal' });
		expect(outcomes(await site.order(nia, 'wipe'), 'wipe')).toEqual(['refused']);
		const results = await site.secure(nia, { ...whenBack, wipe: 'atOnce' }, { work: { caseId: 'another' } });
		expect(results.filter(({ remainder }) => !remainder).map(({ step }) => step)).toEqual(['retire']);
		await later();
		await site.followUp(nia, { work: { caseId: 'another' } });
		expect(site.management.stateOf(id)).toMatchObject({ wiped: false });
		expect(site.management.commandsOf(id).map(({ action }) => action)).toEqual(['retire']);
	});

	test.each(['unknown', 'company'] as const)('E02: ownership %s and no proof, or two sources that disagree: a wipe is refused, and the case stays open', async (owner) => {
		const id = enrol({ owner });
		const results = await site.order(nia, 'wipe', { options: { register: new Set(owner === 'company' ? ['ANOTHER'] : []) } });
		expect(results).toMatchObject([{ step: 'wipe', outcome: 'refused', reason: expect.stringMatching(/nothing proves that the company owns it.*Correct its ownership/) }]);
		expect(wipesOf(id)).toEqual([]);
		expect((await site.close(nia)).verdict).toBe('Incomplete');
		expect(await site.open()).toMatchObject([{ label: expect.any(String), order: { action: 'wipe' } }]);
	});

	test('E05: six wipes are asked for in an hour and three is the cap: the fourth is held until a second person allows it', async () => {
		const ids = Array.from({ length: 6 }, () => enrol());
		const capped = { options: { wipesPerHour: 3 } };
		const results = await site.order(nia, 'wipe', capped);
		expect(outcomes(results, 'wipe').filter((outcome) => outcome === 'held')).toHaveLength(3);
		expect(ids.flatMap(wipesOf)).toHaveLength(3);
		await later(2 * hour);
		await site.followUp(nia, capped);
		expect(ids.flatMap(wipesOf)).toHaveLength(3);
		await site.decide('wipeAllowed', ({ results: [last] }) => last?.outcome === 'held');
		await site.followUp(nia, capped);
		expect(ids.map((id) => wipesOf(id).length)).toEqual([1, 1, 1, 1, 1, 1]);
	});

	test('E07: each locked computer has a PIN of its own, which is in the escrow and nowhere else', async () => {
		const ids = [enrol({ platform: 'macos' }), enrol({ platform: 'macos' })];
		const results = await site.order(nia, 'lock');
		await later();
		const followed = await site.followUp(nia);
		const pins = ids.map((id) => site.management.pinOf(id)!);
		for (const pin of pins) expect(pin).toMatch(/^\d{6}$/);
		for (const id of ids) expect(site.management.stateOf(id).locked).toBe(true);
		expect(site.escrow.kept.map(({ pin }) => pin).sort()).toEqual([...pins].sort());
		const written = all([...results, ...followed]) + JSON.stringify(await site.ledger.records({}));
		for (const pin of pins) expect(written).not.toContain(pin);
	});

	test('E08: the account is not given up before every device has answered, or was waived by a named person', async () => {
		const [first, second] = [enrol({ online: false }), enrol({ online: false })];
		await site.order(nia, 'wipe');
		const caseId = `hr_event_20261120_${nia.id}`;
		expect(await devicesInTheWay(site.ledger, caseId)).toMatch(/not every device has answered/);
		site.management.checkIn(first);
		await later();
		await site.followUp(nia);
		expect(await devicesInTheWay(site.ledger, caseId)).toMatch(/not every device has answered/);
		await site.decide('waived', ({ deviceId }) => deviceId === second);
		expect(await devicesInTheWay(site.ledger, caseId)).toBeNull();
		const closed = await site.close(nia);
		expect(closed.verdict).toBe('Complete');
		expect(closed.steps.find(({ account }) => account?.id === second)).toMatchObject({ accepted: true, reason: expect.stringContaining('Jane Doe') });
	});

	test('a company device is locked at the cut, and wiped when it is back and open again', async () => {
		const id = enrol({ platform: management.lockable });
		await site.secure(nia);
		await later();
		await site.followUp(nia);
		expect(site.management.stateOf(id)).toMatchObject({ locked: true, wiped: false });
		await site.decide('returned');
		site.unlock(id);
		await site.followUp(nia);
		await later();
		await site.followUp(nia);
		expect(site.management.stateOf(id).wiped).toBe(true);
		expect(wipesOf(id)).toHaveLength(1);
		expect((await site.close(nia)).verdict).toBe('Complete');
	});

	test('a device that is off is waited for, however often somebody asks, and told once', async () => {
		const id = enrol({ online: false });
		expect(await site.order(nia, 'wipe')).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/waits for the device|still working/) }]);
		for (let day = 0; day < 5; day++) {
			await later(24 * hour);
			expect(outcomes(await site.followUp(nia), 'wipe')).toEqual(['pending']);
		}
		expect((await site.close(nia)).verdict).toBe('Incomplete');
		site.management.checkIn(id);
		await later();
		await site.followUp(nia);
		expect(wipesOf(id)).toMatchObject([{ state: 'done' }]);
		expect(await site.open()).toEqual([]);
		expect((await site.close(nia)).verdict).toBe('Complete');
	});

	test('an answer that is lost after the wipe was taken: it is found on its way, and not sent again', async () => {
		const id = enrol({ online: false });
		site.double.faults.add({ method: 'POST', path: management.orders.path, times: 1, effect: { kind: 'reset', applied: true } });
		expect(outcomes(await site.order(nia, 'wipe'), 'wipe')).toEqual(['pending']);
		for (let tries = 0; tries < 3; tries++) {
			await later();
			await site.order(nia, 'wipe');
		}
		expect(wipesOf(id)).toHaveLength(1);
	});

	test.each([
		['the connection breaks', { kind: 'reset' }],
		['503 with Retry-After', { kind: 'status', status: 503, headers: { 'retry-after': '1' } }],
		['500', { kind: 'status', status: 500 }],
		['a page of a proxy', { kind: 'html' }],
	] as const)('%s before it was taken: nothing is sent a second time until a named person says so', async (_fault, effect) => {
		const id = enrol({ online: false });
		site.double.faults.add({ method: 'POST', path: management.orders.path, times: 1, effect });
		expect(outcomes(await site.order(nia, 'wipe'), 'wipe')).not.toEqual(['done']);
		const before = site.sent().length;
		for (let tries = 0; tries < 3; tries++) {
			await later();
			expect(outcomes(await site.followUp(nia), 'wipe')).toEqual(['pending']);
		}
		expect(site.sent()).toHaveLength(before);
		await site.decide('sendAgain');
		await site.followUp(nia);
		expect(wipesOf(id)).toHaveLength(1);
	});

	test('a device that refuses is told again only when a named person says so', async () => {
		const id = enrol({ online: true });
		site.management.refuseNext(id);
		await site.order(nia, 'wipe');
		await later();
		const results = await site.followUp(nia);
		expect(['failed', 'pending']).toContain(outcomes(results, 'wipe')[0]);
		expect(wipesOf(id)).toMatchObject([{ state: 'failed' }]);
		await site.decide('sendAgain');
		await site.followUp(nia);
		await later();
		await site.followUp(nia);
		expect(wipesOf(id)).toMatchObject([{ state: 'failed' }, { state: 'done' }]);
	});

	test('under a legal hold a device is locked and keeps what is on it', async () => {
		await registerException(site.ledger, { type: 'legalHold', who: [nia.workEmail], system: null, step: null, owner: 'Legal <legal@kestrel.example>', reason: 'a lawsuit', expiresAt: null, registeredBy: 'IT <it@kestrel.example>' }, site.clock.now());
		const mac = enrol({ platform: management.lockable });
		const own = enrol({ platform: management.retirable, owner: 'personal' });
		const results = await site.secure(nia, { ...whenBack, wipe: 'afterDays', days: 0 });
		await later();
		const again = await site.followUp(nia);
		expect(site.management.commandsOf(mac).map(({ action }) => action)).toEqual(['lock']);
		expect(site.management.commandsOf(own)).toEqual([]);
		expect(outcomes([...results, ...again], 'retire')).toContain('held');
	});

	test('a blank or missing address finds nobody, and above all not everybody', async () => {
		enrol();
		for (const workEmail of [null, '', ' ', '*', '@']) await site.order({ id: '', workEmail }, 'wipe', { work: { caseId: `blank-${workEmail}` } });
		expect(site.sent()).toEqual([]);
		expect(site.double.journal.entries.filter(({ method }) => method === 'GET').length).toBeLessThanOrEqual(10);
	});

	test('a dry run sends nothing', async () => {
		enrol();
		expect(outcomes(await site.order(nia, 'wipe', { work: { dryRun: true } }), 'wipe')).toEqual(['planned']);
		expect(site.sent()).toEqual([]);
	});

	test('the leaver of the company loses their own devices, and nobody else loses any', async () => {
		const others = site.management.devices().filter(({ person }) => person !== leaver.workEmail);
		expect(others.length).toBeGreaterThan(3);
		await site.secure(leaver, { lock: true, wipe: 'atOnce', days: 0, wipeUnlockable: false, retirePersonal: true });
		await later();
		await site.followUp(leaver);
		for (const { id } of others) expect(site.management.commandsOf(id)).toEqual([]);
		const mine = site.management.devices().filter(({ person }) => person === leaver.workEmail);
		for (const { id, owner } of mine) if (owner !== 'company') expect(wipesOf(id)).toEqual([]);
	});

	test('over random fleets no device is touched which is not the leaver\'s, wiped which is not corporate, or told twice', async () => {
		const people = [nia.workEmail, nia.workEmail, nia.workEmail, leaver.workEmail, `x${nia.workEmail}`, null];
		const device = fc.record({ platform: fc.constantFrom(...management.platforms), owner: fc.constantFrom('company' as const, 'company' as const, 'personal' as const, 'unknown' as const), person: fc.constantFrom(...people), online: fc.boolean() });
		let wiped = 0;
		let round = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(device, { minLength: 2, maxLength: 6 }), fc.constantFrom('lock' as const, 'retire' as const, 'wipe' as const, 'secure' as const), async (fleet, asked) => {
				const fresh = fleet.map((one) => ({ ...one, id: site.management.enrol(one) }));
				const work = { caseId: `round-${(round += 1)}` };
				const before = new Map(site.management.devices().map(({ id }) => [id, site.management.commandsOf(id).length]));
				await (asked === 'secure' ? site.secure(nia, { lock: true, wipe: 'atOnce', days: 0, wipeUnlockable: false, retirePersonal: true }, { work, options: { mostDevices: 100 } }) : site.order(nia, asked, { work, options: { mostDevices: 100 } }));
				await later();
				await site.followUp(nia, { work, options: { mostDevices: 100 } });
				for (const { id, person, owner } of fresh) {
					const commands = site.management.commandsOf(id);
					if (person !== nia.workEmail) expect(commands).toEqual([]);
					if (owner !== 'company') expect(commands.filter(({ action }) => action === 'wipe')).toEqual([]);
					expect(wipesOf(id).length).toBeLessThanOrEqual(1);
					wiped += wipesOf(id).length;
				}
				for (const [id, count] of before) if (!fresh.some((one) => one.id === id) && !fleetOfNia().has(id)) expect(site.management.commandsOf(id).length).toBe(count);
				// Whoever comes next begins with nothing of Nia's.
				for (const { id } of fresh) site.management.assign(id, null);
			}),
			{ numRuns: 25 },
		);
		expect(wiped).toBeGreaterThan(2);
	}, 120_000);

	const fleetOfNia = () => new Set(site.management.devices().filter(({ person }) => person === nia.workEmail).map(({ id }) => id));
});
