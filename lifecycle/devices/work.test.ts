import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { Killed, shed } from '../../test/support/shed';
import { LedgerError } from '../../ledger/errors';
import type { JsonObject, Ledger } from '../../ledger/types';
import type { StepResult } from '../outcome';
import { closeCase, wasClosed } from '../closing';
import type { Work } from '../work';
import { byPolicy, sameForAll, type Policy } from './choose';
import { decideOnDevices } from './decide';
import type { DeviceAction } from './device';
import type { DeviceDecision } from './history';
import { devicesInTheWay, isDueToBeAsked, openDevices } from './open';
import type { Moment } from './order';
import { orderIdOf } from './shown';
import { workOnDevices, beginDevices, type Choose, type DeviceOptions } from './work';

const ada = { id: '30', workEmail: 'Ada@acme.test' };
const words = { message: 'Bring it back.', phone: '' };
const jane = { id: 'u1', name: 'Jane Doe', email: 'jane@acme.test' };

const started = async () => {
	const clock = virtualClock();
	const ledger: Ledger = await temporaryLedger(clock.now);
	const place = shed(clock.now);
	const kept: { pin: string; action: string; device: string }[] = [];
	const options: DeviceOptions = { register: null, escrow: null, wipesPerHour: 3, missingIsFine: true, mostDevices: 10 };
	const escrow = { label: 'the drawer', keep: async ({ device, action }: { device: { id: string }; action: string }, pin: string) => `slip ${kept.push({ pin, action, device: device.id })}`, recall: async () => null };
	const openCase = async (caseId: string, workEmail = ada.workEmail) => {
		await ledger.append({ kind: 'case.opened', caseId, once: `case/${caseId}`, content: { case: { id: caseId, kind: 'terminate', effectiveAt: clock.now().toISOString(), dueBy: clock.now().toISOString(), dryRun: false, run: 'run-1' }, person: { id: '30', name: 'Ada Lovelace', workEmail }, event: {} } });
	};
	const run = async (choose: Choose, more: { options?: Partial<DeviceOptions>; work?: Partial<Work>; who?: typeof ada } = {}): Promise<StepResult[]> => {
		const caseId = more.work?.caseId ?? 'case-1';
		await openCase(caseId);
		const work: Work = { ledger, clock, patience: { readBackMs: 20_000, proofMs: 5_000, tries: 4 }, caseId, run: 'run-1', node: 'Devices', dryRun: false, worker: 'one', ...more.work };
		return workOnDevices(place.system, more.who ?? ada, choose, { ...options, ...more.options }, work);
	};
	return {
		...place,
		clock,
		ledger,
		kept,
		escrow,
		run,
		order: (action: DeviceAction, more?: Parameters<typeof run>[1], when: Moment = 'atOnce', days = 0) => run(sameForAll(action, when, days, words), more),
		secure: (policy: Partial<Policy> = {}, more?: Parameters<typeof run>[1]) => run(byPolicy({ lock: true, wipe: 'onReturn', days: 0, wipeUnlockable: false, retirePersonal: true, ...policy }, { register: more?.options?.register ?? null, words, canLock: ({ platform }) => platform !== 'windows' }), more),
		followUp: (more?: Parameters<typeof run>[1]) => run(null, more),
		decide: async (decision: DeviceDecision, by = jane) => decideOnDevices(ledger, { devices: (await openDevices(ledger)).map(orderIdOf), decision, by, reason: 'seen it', what: 'as shown' }),
		taken: () => place.world.taken.map(({ action, device }) => `${action} ${device.id}`),
	};
};

let site: Awaited<ReturnType<typeof started>>;
beforeEach(async () => {
	site = await started();
});
afterEach(() => site.ledger.close());

const brief = (results: readonly StepResult[]) => results.map(({ step, outcome, account }) => `${step} ${account?.id ?? '-'} ${outcome}`);
const hour = 60 * 60_000;

test('a command that was taken is pending until the device answers, and is never sent twice', async () => {
	site.put({ id: 'a' });
	expect(brief(await site.order('wipe'))).toEqual(['wipe a pending']);
	for (let tries = 0; tries < 5; tries++) expect(brief(await site.followUp())).toEqual(['wipe a pending']);
	expect(brief(await site.order('wipe'))).toEqual(['wipe a pending']);
	site.end('a', 'done');
	expect(await site.followUp()).toMatchObject([{ step: 'wipe', outcome: 'done', verified: true, closes: 'devices' }]);
	expect(site.taken()).toEqual(['wipe a']);
	expect(await openDevices(site.ledger)).toEqual([]);
	expect(brief(await site.order('wipe', { work: { caseId: 'case-2' } }))).toEqual(['wipe a already_done']);
	expect(site.taken()).toEqual(['wipe a']);
});

test('the case stays open until the device has answered', async () => {
	site.put({ id: 'a' });
	await site.order('wipe');
	expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Incomplete');
	site.end('a', 'done');
	await site.followUp();
	expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Complete');
});

test('or until a named person waived it, under their name and not as done', async () => {
	site.put({ id: 'a' });
	await site.order('wipe');
	expect((await site.decide('waived'))[0]!.why).toMatch(/wipe of Tool a \(SN-a\) was waived.*Jane Doe: seen it/);
	const closed = await closeCase(site.ledger, 'case-1', 'run-1');
	expect(closed.verdict).toBe('Complete');
	expect(closed.steps).toMatchObject([{ step: 'wipe', outcome: 'pending', accepted: true, reason: expect.stringContaining('Jane Doe') }]);
	expect(await site.order('wipe')).toMatchObject([{ outcome: 'pending', accepted: true, reason: expect.stringMatching(/waived by Jane Doe \(seen it\)/) }]);
	expect(site.taken()).toEqual(['wipe a']);
});

test('whoever had the device cannot waive it, and a name alone decides nothing', async () => {
	site.put({ id: 'a' });
	await site.order('wipe');
	await expect(site.decide('waived', { id: 'u2', name: 'Ada', email: 'ADA@acme.test' })).rejects.toThrow(/is the device of Ada.*somebody else/);
	await expect(site.decide('waived', { id: '', name: 'Jane', email: '' })).rejects.toThrow(/only a name/);
	expect(await openDevices(site.ledger)).toHaveLength(1);
});

test('a company device is locked at the cut, wiped when somebody says that it is back, and a personal one retired', async () => {
	site.put({ id: 'mac' });
	site.put({ id: 'phone', ownership: 'personal' });
	site.put({ id: 'unproven', ownership: 'unknown' });
	expect(brief(await site.secure())).toEqual(['lock mac pending', 'wipe mac pending', 'retire phone pending', 'lock unproven pending', 'wipe unproven refused']);
	expect(site.taken().sort()).toEqual(['lock mac', 'lock unproven', 'retire phone']);
	for (const id of ['mac', 'phone', 'unproven']) site.end(id, 'done');
	await site.followUp();
	await site.decide('returned');
	await site.followUp();
	expect(site.taken().slice(3)).toEqual(['wipe mac']);
});

test('a wipe whose time has not come keeps no case open, and is not forgotten', async () => {
	site.put({ id: 'mac' });
	await site.secure();
	site.end('mac', 'done');
	await site.followUp();
	const closed = await closeCase(site.ledger, 'case-1', 'run-1');
	expect(closed.verdict).toBe('Complete');
	expect(closed.steps.find(({ step }) => step === 'wipe')).toMatchObject({ outcome: 'pending', accepted: true, reason: expect.stringContaining('when it is back') });
	expect((await openDevices(site.ledger)).map(({ order }) => order.action)).toEqual(['wipe']);
	await site.decide('returned');
	expect(brief(await site.followUp())).toEqual(['wipe mac pending']);
	expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Incomplete');
	site.clock.advance(30 * 24 * hour);
	site.end('mac', 'done');
	await site.followUp();
	// The promise of 15 minutes was kept when the device was locked.
	expect(await closeCase(site.ledger, 'case-1', 'run-1')).toMatchObject({ verdict: 'Complete', verifiedAt: closed.verifiedAt });
});

test('a wipe that was refused because nobody knew whose it is, is called off when it turns out to be the person\'s own', async () => {
	const phone = site.put({ id: 'phone', ownership: 'unknown' });
	expect(brief(await site.secure({ lock: false }))).toEqual(['wipe phone refused']);
	phone.ownership = 'personal';
	expect(brief(await site.secure({ lock: false }))).toEqual(['retire phone pending', 'wipe phone pending']);
	site.end('phone', 'done');
	await site.followUp();
	expect(site.taken()).toEqual(['retire phone']);
	expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Complete');
	expect(await devicesInTheWay(site.ledger, 'case-1')).toBeNull();
});

test('what is wiped at once is not locked first, because it might not hear of the wipe', async () => {
	site.put({ id: 'mac' });
	expect(brief(await site.secure({ wipe: 'atOnce' }))).toEqual(['wipe mac pending']);
});

test.each([
	[true, 'onReturn', ['wipe pc']],
	[false, 'onReturn', ['lock pc']],
	[true, 'never', ['lock pc']],
	[true, 'atOnce', ['wipe pc']],
] as const)('what cannot be locked is wiped at once: %s, otherwise %s', async (wipeUnlockable, wipe, taken) => {
	site.put({ id: 'pc', platform: 'windows' });
	await site.secure({ wipe, wipeUnlockable });
	expect(site.taken()).toEqual(taken);
});

test('after so many days, counted from the first order', async () => {
	site.put({ id: 'mac' });
	await site.order('wipe', undefined, 'afterDays', 2);
	site.clock.advance(47 * hour);
	await site.followUp();
	expect(site.taken()).toEqual([]);
	site.clock.advance(2 * hour);
	await site.followUp();
	expect(site.taken()).toEqual(['wipe mac']);
});

describe('a row that is not theirs', () => {
	test('means that the filter was not honoured, and nothing is done to any device', async () => {
		site.put({ id: 'mine' });
		site.put({ id: 'bobs', holders: ['bob@acme.test'] });
		site.world.ignoresFilter = true;
		const results = await site.order('lock');
		expect(results).toMatchObject([{ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/of Ada@acme\.test|ada@acme\.test.*answered with Tool bobs.*bob@acme\.test/) }]);
		expect(site.taken()).toEqual([]);
	});

	test.each([null, '', '   ', '*', 'ada', '%@acme.test'])('nobody is looked for by %p', async (workEmail) => {
		site.put({ id: 'mine' });
		site.put({ id: 'nobodys', holders: [''] });
		const results = await site.order('wipe', { who: { id: '30', workEmail: workEmail as string } });
		expect(results).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/Put it right in HR/) }]);
		expect(site.taken()).toEqual([]);
	});

	test('more devices than anybody has are not believed', async () => {
		for (let count = 0; count < 11; count++) site.put({ id: `d${count}` });
		expect(await site.order('lock')).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('more than 10 are not believed') }]);
		expect(site.taken()).toEqual([]);
	});
});

test('a device that changes hands between the list and the command is left alone', async () => {
	const tool = site.put({ id: 'a' });
	const read = site.system.read;
	site.system.read = async (client, id) => {
		if (site.world.reads > 0) tool.holders = ['bob@acme.test'];
		return read(client, id);
	};
	await site.order('wipe');
	expect(site.taken()).toEqual([]);
});

describe('no retry ever sends a second wipe', () => {
	test.each(['lost after', 'killed after'] as const)('taken, and the answer %s', async (mishap) => {
		site.put({ id: 'a' });
		site.world.mishaps = [mishap];
		await site.order('wipe').catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
		for (let tries = 0; tries < 3; tries++) {
			site.clock.advance(hour);
			expect(brief(await site.order('wipe'))).toEqual(['wipe a pending']);
		}
		expect(site.taken()).toEqual(['wipe a']);
	});

	test.each(['lost before', 'killed before'] as const)('%s it was taken: a named person has to let it go again', async (mishap) => {
		site.put({ id: 'a' });
		site.world.mishaps = [mishap];
		await site.order('wipe').catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
		for (let tries = 0; tries < 3; tries++) {
			site.clock.advance(hour);
			await site.followUp();
		}
		expect(site.taken()).toEqual([]);
		expect((await openDevices(site.ledger))[0]!.results[0]!.reason).toMatch(/nobody knows whether it arrived.*not sent a second time by itself.*Device Decisions/);
		await site.decide('sendAgain');
		await site.followUp();
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('refused for certain: it goes again by itself', async () => {
		site.put({ id: 'a' });
		site.world.mishaps = ['refused'];
		expect(await site.order('wipe')).toMatchObject([{ outcome: 'failed', reason: 'The shed is closed. Open it, then run the case again.' }]);
		expect(brief(await site.order('wipe'))).toEqual(['wipe a pending']);
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('given up by the management: it is issued anew, once', async () => {
		site.put({ id: 'a' });
		await site.order('wipe');
		site.end('a', 'expired');
		await site.followUp();
		await site.followUp();
		expect(site.taken()).toEqual(['wipe a', 'wipe a']);
	});

	test('two workers at once', async () => {
		site.put({ id: 'a' });
		const [one, other] = await Promise.all([site.order('wipe', { work: { worker: 'one' } }), site.order('wipe', { work: { worker: 'two' } })]);
		expect(brief([...one, ...other])).toEqual(['wipe a pending', 'wipe a pending']);
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('two cases of one person', async () => {
		site.put({ id: 'a' });
		await Promise.all([site.order('wipe'), site.order('wipe', { work: { caseId: 'case-2' } })]);
		expect(site.taken()).toEqual(['wipe a']);
	});
});

describe('what was sent is followed by its id, also where', () => {
	test.each<[string, () => void]>([
		['HR has no address of the person any more', () => (site.system.holderOf = async () => Promise.reject(new Error('no address')))],
		['the management knows the person no more', () => (site.system.holderOf = async () => ({ kind: 'none', why: 'gone' }))],
		['it knows two', () => (site.system.holderOf = async () => ({ kind: 'several', accounts: [], why: 'two' }))],
		['its list means nothing', () => (site.system.devicesOf = async () => Promise.reject(new Error('no list')))],
	])('%s', async (_, happens) => {
		site.put({ id: 'a' });
		await site.order('wipe');
		happens();
		expect(brief(await site.followUp())).toEqual(['wipe a pending']);
		site.end('a', 'done');
		expect(brief(await site.followUp())).toEqual(['wipe a done']);
	});

	test('and nothing is sent to it then', async () => {
		site.put({ id: 'a' });
		await site.order('wipe', undefined, 'onReturn');
		await site.decide('returned');
		site.system.holderOf = async () => ({ kind: 'none', why: 'gone' });
		expect(await site.followUp()).toMatchObject([{ outcome: 'refused', reason: expect.stringMatching(/assigned to ada@acme\.test, and not to Ada@acme\.test, who is not found in Shed/) }]);
		expect(site.taken()).toEqual([]);
	});
});

describe('a device that is gone', () => {
	test('after it was told to go: done, and said to be unproven', async () => {
		const tool = site.put({ id: 'a' });
		await site.order('wipe');
		tool.gone = true;
		expect(await site.followUp()).toMatchObject([{ outcome: 'done', verified: 'unverifiable', reason: expect.stringContaining('removed its record') }]);
		expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Complete');
	});

	test('before it was told: open until somebody waives it', async () => {
		const tool = site.put({ id: 'a' });
		await site.order('wipe', undefined, 'onReturn');
		tool.gone = true;
		expect(await site.followUp()).toMatchObject([{ outcome: 'pending', verified: false, reason: expect.stringContaining('waive it') }]);
	});
});

describe('E05: so many wipes an hour', () => {
	beforeEach(() => {
		for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) site.put({ id });
	});

	test('the fourth is held for a second person, also when the hour is over', async () => {
		const results = await site.order('wipe');
		expect(brief(results).filter((line) => line.endsWith('pending'))).toHaveLength(3);
		const held = results.filter(({ outcome }) => outcome === 'held');
		expect(held).toHaveLength(3);
		expect(held[0]!.reason).toMatch(/3 wipes an hour are the cap.*second person/);
		site.clock.advance(2 * hour);
		await site.followUp();
		expect(site.taken()).toHaveLength(3);
		const [first] = (await openDevices(site.ledger)).filter(({ results: [last] }) => last?.outcome === 'held');
		await decideOnDevices(site.ledger, { devices: [orderIdOf(first!)], decision: 'Wipe It Beyond the Cap', by: jane, reason: 'a closed site', what: 'shown' });
		await site.followUp();
		expect(site.taken()).toHaveLength(4);
		expect(site.taken()[3]).toBe(`wipe ${first!.deviceId}`);
	});

	test('an hour later there is room for others', async () => {
		await site.order('wipe', { options: { wipesPerHour: 6 } });
		site.put({ id: 'g', holders: ['bob@acme.test'] });
		const bob = { who: { id: '31', workEmail: 'bob@acme.test' }, work: { caseId: 'case-2' }, options: { wipesPerHour: 6 } };
		expect(brief(await site.order('wipe', bob))).toEqual(['wipe g held']);
		site.put({ id: 'h', holders: ['cy@acme.test'] });
		site.clock.advance(hour + 1_000);
		expect(brief(await site.order('wipe', { ...bob, who: { id: '32', workEmail: 'cy@acme.test' }, work: { caseId: 'case-3' } }))).toEqual(['wipe h pending']);
	});

	test('locks and retires are not counted', async () => {
		await site.order('lock');
		await site.order('retire', { work: { caseId: 'case-2' } });
		expect(site.taken()).toHaveLength(12);
	});
});

describe('E07: PINs', () => {
	test('made by us: another for each device, kept before it is sent, and found nowhere else', async () => {
		site.world.pinMadeBy = 'us';
		site.put({ id: 'a' });
		site.put({ id: 'b' });
		const results = await site.order('lock', { options: { escrow: site.escrow } });
		const pins = site.world.taken.map(({ parcel }) => parcel.pin!);
		expect(pins).toHaveLength(2);
		for (const pin of pins) expect(pin).toMatch(/^\d{6}$/);
		expect(site.kept.map(({ pin }) => pin).sort()).toEqual([...pins].sort());
		expect(new Set(pins).size).toBe(2);
		const written = JSON.stringify([results, await site.ledger.records({})]);
		for (const pin of pins) expect(written).not.toContain(pin);
	});

	test('nothing is sent while its PIN could not be kept', async () => {
		site.world.pinMadeBy = 'us';
		site.put({ id: 'a' });
		const escrow = { ...site.escrow, keep: async () => Promise.reject(new Error('the drawer is stuck')) };
		expect(await site.order('lock', { options: { escrow } })).toMatchObject([{ outcome: 'failed' }]);
		expect(site.taken()).toEqual([]);
	});

	test('made by the management: kept once the device is locked, and what failed is tried again', async () => {
		site.world.pinMadeBy = 'management';
		site.put({ id: 'a' });
		const stuck = { ...site.escrow, keep: async () => Promise.reject(new Error('the drawer is stuck')) };
		await site.order('lock', { options: { escrow: stuck } });
		site.end('a', 'done');
		expect(await site.followUp({ options: { escrow: stuck } })).toMatchObject([{ outcome: 'done' }, { step: 'lock', remainder: true, outcome: 'failed', reason: expect.stringContaining('looked up in Shed only') }]);
		expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Incomplete');
		expect(await site.followUp({ options: { escrow: site.escrow } })).toMatchObject([{ outcome: 'already_done' }, { remainder: true, outcome: 'done', verified: true }]);
		expect(site.kept).toEqual([{ pin: '271828', action: 'lock', device: 'a' }]);
		expect(JSON.stringify(await site.ledger.records({}))).not.toContain('271828');
		expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Complete');
	});
});

describe('who must not be touched', () => {
	const register = async (type: 'legalHold' | 'protected', who: string[]) => {
		const { registerException } = await import('../exceptions/register');
		await registerException(site.ledger, { type, who, system: null, step: null, owner: 'Legal <legal@acme.test>', reason: 'a lawsuit', expiresAt: null, registeredBy: 'IT <it@acme.test>' }, site.clock.now());
	};

	test('a legal hold keeps what is on the device: it is locked, and neither wiped nor retired', async () => {
		await register('legalHold', ['ada@acme.test']);
		site.put({ id: 'mac' });
		site.put({ id: 'phone', ownership: 'personal' });
		expect(brief(await site.secure({ wipe: 'onReturn' }))).toEqual(['lock mac pending', 'wipe mac pending', 'retire phone held']);
		site.end('mac', 'done');
		await site.decide('returned');
		const results = await site.followUp();
		expect(results.find(({ step }) => step === 'wipe')).toMatchObject({ outcome: 'held', reason: expect.stringContaining('legal hold') });
		expect(site.taken()).toEqual(['lock mac']);
	});

	test.each(['30', 'ada@acme.test', 'mac', 'sn-mac'])('a legal hold on %s', async (name) => {
		await register('legalHold', [name]);
		site.put({ id: 'mac' });
		expect(brief(await site.order('wipe'))).toEqual(['wipe mac held']);
	});

	test('a hold that is registered while the wipe waits for its time counts', async () => {
		site.put({ id: 'mac' });
		await site.order('wipe', undefined, 'afterDays', 1);
		await register('legalHold', ['30']);
		site.clock.advance(25 * hour);
		expect(brief(await site.followUp())).toEqual(['wipe mac held']);
	});

	test('what is protected is not even locked, and one such device does not hide behind the others', async () => {
		await register('protected', ['sn-mac']);
		site.put({ id: 'mac' });
		site.put({ id: 'ipad' });
		expect(brief(await site.order('lock'))).toEqual(['lock mac refused', 'lock ipad pending']);
		site.end('ipad', 'done');
		await site.followUp();
		expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Incomplete');
	});
});

test('a dry run says what would be done, orders nothing, and leaves no trace of an order', async () => {
	site.put({ id: 'mac' });
	expect(brief(await site.order('wipe', { work: { dryRun: true } }))).toEqual(['wipe mac planned']);
	expect(site.taken()).toEqual([]);
	expect(await openDevices(site.ledger)).toEqual([]);
	site.clock.advance(hour);
	expect(brief(await site.order('wipe'))).toEqual(['wipe mac pending']);
});

test.each([
	[true, 'Complete'],
	[false, 'Incomplete'],
])('a person without a device here, which is fine: %s', async (missingIsFine, verdict) => {
	expect(await site.order('lock', { options: { missingIsFine } })).toMatchObject([{ step: 'findAccount', outcome: 'not_found' }]);
	expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe(verdict);
});

describe('E08: what must come after the devices', () => {
	const inTheWay = () => devicesInTheWay(site.ledger, 'case-1');
	const within = { caseId: 'case-1', run: 'run-1', node: 'Devices' };

	test('a case without devices is not held up', async () => {
		expect(await inTheWay()).toBeNull();
	});

	test('from the moment somebody begins to look for devices until each has answered', async () => {
		site.put({ id: 'mac' });
		await site.run(() => []);
		await beginDevices({ ledger: site.ledger, ...within }, 'shed');
		expect(await inTheWay()).toMatch(/still being looked for/);
		await site.order('wipe');
		expect(await inTheWay()).toMatch(/wipe of Tool mac/);
		site.end('mac', 'done');
		await site.followUp();
		expect(await inTheWay()).toBeNull();
	});

	test('or was waived', async () => {
		site.put({ id: 'mac' });
		await site.order('wipe');
		await site.decide('waived');
		expect(await inTheWay()).toBeNull();
	});
});

test('what waits is asked often at first, and less and less', async () => {
	site.put({ id: 'mac' });
	await site.order('wipe');
	const due = async () => isDueToBeAsked((await openDevices(site.ledger))[0]!, site.clock.now());
	const asked: number[] = [];
	for (let minute = 0; minute < 3 * 24 * 60; minute += 5) {
		site.clock.advance(5 * 60_000);
		if (!(await due())) continue;
		asked.push(minute);
		await site.followUp();
	}
	expect(asked[0]).toBeLessThanOrEqual(5);
	expect(asked.length).toBeLessThan(45);
	expect(asked.at(-1)! - asked.at(-2)!).toBeGreaterThanOrEqual(235);
	await site.decide('returned');
	expect(await due()).toBe(true);
});

describe('what the ledger, the clock or another worker does in the middle', () => {
	const appending = (before: (kind: string) => void | Promise<void>) => {
		const append = site.ledger.append.bind(site.ledger);
		site.ledger.append = async (record) => {
			await before(record.kind);
			return append(record);
		};
	};

	test('a wipe whose answer could not be written down is not taken for one that was refused', async () => {
		site.put({ id: 'a' });
		let stuck = true;
		appending((kind) => {
			if (kind !== 'device.answered' || !stuck) return;
			stuck = false;
			throw new LedgerError('unavailable' as never, 'The disk is full.');
		});
		await site.order('wipe');
		site.world.tools.get('a')!.commands = [];
		site.clock.advance(hour);
		expect(await site.followUp()).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('nobody knows whether it arrived') }]);
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('a worker that slept while another one took over sends nothing when it wakes up', async () => {
		site.put({ id: 'a' });
		let sleeps = true;
		appending(async (kind) => {
			if (kind !== 'device.asked' || !sleeps) return;
			sleeps = false;
			// Its lease runs out while it sleeps, and nobody renews it.
			await site.ledger.append({ kind: 'device.asked', caseId: 'case-1', subject: 'shed/a', content: { run: 'run-1', node: 'Devices', system: 'shed', device: 'a', action: 'wipe' } });
		});
		await site.order('wipe');
		expect(site.taken()).toEqual([]);
		site.clock.advance(hour);
		expect(await site.followUp()).toMatchObject([{ outcome: 'pending', reason: expect.stringContaining('nobody knows whether it arrived') }]);
		expect(site.taken()).toEqual([]);
	});

	test('whoever stops the execution before the command went out stops the command', async () => {
		site.put({ id: 'a' });
		const stop = new AbortController();
		appending((kind) => {
			if (kind === 'device.asked') stop.abort();
		});
		await site.order('wipe', { work: { signal: stop.signal } });
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(site.taken()).toEqual([]);
		expect(brief(await site.followUp())).toEqual(['wipe a pending']);
		expect(site.taken()).toEqual(['wipe a']);
	});

	test.each([-5, 5])('%p hours between the clock of the management and ours: what somebody said once lets one command go', async (hours) => {
		site.put({ id: 'a' });
		const fail = () => {
			site.end('a', 'failed');
			const [last] = site.world.tools.get('a')!.commands.slice(-1);
			for (const name of ['at', 'endedAt'] as const) last![name] = new Date(Date.parse(last![name]!) + hours * hour).toISOString();
		};
		await site.order('wipe');
		fail();
		site.clock.advance(hour);
		await site.followUp();
		await site.decide('sendAgain');
		await site.followUp();
		expect(site.taken()).toHaveLength(2);
		site.clock.advance(hour / 2);
		fail();
		for (let tries = 0; tries < 3; tries++) await site.followUp();
		expect(site.taken()).toHaveLength(2);
	});

	test('what was said while the command still waited lets nothing go when it fails', async () => {
		site.put({ id: 'a' });
		await site.order('wipe');
		await expect(site.decide('sendAgain')).rejects.toThrow(/still waits|on its way/);
		site.end('a', 'failed');
		for (let tries = 0; tries < 3; tries++) await site.followUp();
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('what was said within minutes of a lost answer waits until the management has had time to show it', async () => {
		site.put({ id: 'a' });
		site.world.mishaps = ['lost after'];
		const { commands } = site.system.steps.find(({ id }) => id === 'wipe')!;
		let late = true;
		site.system.steps.find(({ id }) => id === 'wipe')!.commands = async (...those) => (late ? [] : commands(...those));
		await site.order('wipe');
		await site.decide('sendAgain').catch(() => undefined);
		await site.followUp();
		expect(site.taken()).toEqual(['wipe a']);
		late = false;
		await site.followUp();
		expect(site.taken()).toEqual(['wipe a']);
	});
});

describe('a device that begins anew', () => {
	test('wiped, enrolled anew before anybody looked, and still under the name of the leaver: not wiped a second time', async () => {
		const tool = site.put({ id: 'a' });
		await site.order('wipe');
		site.clock.advance(hour);
		tool.commands = [];
		tool.enrolledAt = site.clock.now().toISOString();
		for (const each of [() => site.followUp(), () => site.order('wipe')]) {
			expect(await each()).toMatchObject([{ outcome: 'pending', reason: expect.stringMatching(/enrolled anew.*Device Decisions/) }]);
		}
		expect(site.taken()).toEqual(['wipe a']);
		await site.decide('sendAgain');
		await site.followUp();
		expect(site.taken()).toEqual(['wipe a', 'wipe a']);
	});

	test('and where the management still shows that it answered, it is done', async () => {
		const tool = site.put({ id: 'a' });
		await site.order('wipe');
		site.end('a', 'done');
		site.clock.advance(hour);
		tool.enrolledAt = site.clock.now().toISOString();
		expect(brief(await site.followUp())).toEqual(['wipe a done']);
		expect(brief(await site.order('wipe'))).toEqual(['wipe a already_done']);
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('a wipe that still waits is not forgotten because the device says that it was enrolled later', async () => {
		const tool = site.put({ id: 'a' });
		await site.order('wipe');
		tool.enrolledAt = new Date(site.clock.now().getTime() + 5 * hour).toISOString();
		site.clock.advance(hour);
		expect(brief(await site.order('wipe', { work: { caseId: 'case-2' } }))).toEqual(['wipe a pending']);
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('the clock of the management is hours ahead: what was taken in this life is not taken for an earlier one', async () => {
		site.world.listsAll = false;
		site.put({ id: 'a', enrolledAt: new Date(site.clock.now().getTime() + 5 * hour).toISOString() });
		await site.order('wipe');
		await site.followUp();
		await site.order('wipe', { work: { caseId: 'case-2' } });
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('the same device under another id: not wiped a second time', async () => {
		const tool = site.put({ id: 'a', serial: 'SN-1' });
		await site.order('wipe');
		tool.holders = [];
		site.put({ id: 'b', serial: 'sn-1' });
		expect(await site.order('wipe')).toContainEqual(expect.objectContaining({ account: expect.objectContaining({ id: 'b' }), outcome: 'pending', reason: expect.stringMatching(/serial number.*Device Decisions/) }));
		expect(site.taken()).toEqual(['wipe a']);
	});

	test('and not where both are there at once either', async () => {
		site.put({ id: 'a', serial: 'SN-1' });
		site.put({ id: 'b', serial: 'SN-1' });
		await site.order('wipe');
		expect(site.taken()).toHaveLength(1);
	});
});

describe('a record that is gone proves nothing that was not on its way', () => {
	test('of what an earlier case sent', async () => {
		const tool = site.put({ id: 'a' });
		await site.order('wipe', { work: { caseId: 'years-ago' } });
		site.end('a', 'done');
		await site.followUp({ work: { caseId: 'years-ago' } });
		site.clock.advance(1_000 * 24 * hour);
		tool.commands = [];
		tool.enrolledAt = new Date(site.clock.now().getTime() - 24 * hour).toISOString();
		await site.order('wipe', undefined, 'onReturn');
		tool.gone = true;
		expect(await site.followUp()).toMatchObject([{ outcome: 'pending', verified: false }]);
	});

	test.each(['failed', 'cancelled', 'rejected', 'awaiting_approval'] as const)('of what was last seen %s', async (how) => {
		const tool = site.put({ id: 'a' });
		await site.order('wipe');
		site.end('a', how);
		await site.followUp();
		tool.gone = true;
		expect(await site.followUp()).toMatchObject([{ outcome: 'pending', verified: false }]);
		expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Incomplete');
	});
});

test('what was approved is carried out once, also where the management goes on calling it approved', async () => {
	const tool = site.put({ id: 'a' });
	await site.order('wipe');
	site.end('a', 'approved');
	await site.followUp();
	tool.commands.splice(1);
	for (let tries = 0; tries < 3; tries++) {
		site.clock.advance(hour);
		await site.followUp();
	}
	expect(site.taken()).toEqual(['wipe a', 'wipe a']);
	await site.decide('sendAgain');
	await site.followUp();
	expect(site.taken()).toHaveLength(3);
});

test('a wipe from before the case, of a device of which nobody says since when it is what it is, proves nothing', async () => {
	const tool = site.put({ id: 'a', enrolledAt: null });
	tool.commands.push({ action: 'wipe', id: 'c0', state: 'done', at: '2024-01-01T00:00:00.000Z', endedAt: '2024-01-01T00:00:00.000Z', said: 'done' });
	expect(await site.order('wipe')).toMatchObject([{ outcome: 'pending', verified: false, reason: expect.stringContaining('Device Decisions') }]);
	expect(site.taken()).toEqual([]);
});

describe('names that a hold may know somebody by', () => {
	const register = async (type: 'legalHold' | 'protected', who: string[]) => {
		const { registerException } = await import('../exceptions/register');
		await registerException(site.ledger, { type, who, system: null, step: null, owner: 'Legal <legal@acme.test>', reason: 'a lawsuit', expiresAt: null, registeredBy: 'IT <it@acme.test>' }, site.clock.now());
	};

	test.each(['legalHold', 'protected'] as const)('%s: the serial number, also where the device is on no list any more', async (type) => {
		site.put({ id: 'mac' });
		await site.order('wipe', undefined, 'onReturn');
		await site.decide('returned');
		await register(type, ['sn-mac']);
		const { devicesOf } = site.system;
		site.system.devicesOf = async () => [];
		expect(brief(await site.followUp())).toEqual([`wipe mac ${type === 'legalHold' ? 'held' : 'refused'}`]);
		site.system.devicesOf = devicesOf;
		expect(site.taken()).toEqual([]);
	});

	test.each(['legalHold', 'protected'] as const)('%s: the address the person had when the case began', async (type) => {
		site.put({ id: 'mac' });
		await site.order('wipe', undefined, 'onReturn');
		await site.decide('returned');
		await register(type, ['ada@acme.test']);
		site.world.tools.get('mac')!.holders = ['ada.married@acme.test'];
		expect(brief(await site.followUp({ who: { id: '30', workEmail: 'ada.married@acme.test' } }))).toEqual([`wipe mac ${type === 'legalHold' ? 'held' : 'refused'}`]);
		expect(site.taken()).toEqual([]);
	});

	test.each(['legalHold', 'protected'] as const)('%s: registered at the last moment, while the PIN is being kept', async (type) => {
		site.world.pinMadeBy = 'us';
		site.put({ id: 'mac' });
		const escrow = { ...site.escrow, keep: async () => {
			await register(type, ['30']);
			return 'slip';
		} };
		expect(brief(await site.order('wipe', { options: { escrow } }))).toEqual(['wipe mac failed']);
		expect(site.taken()).toEqual([]);
	});

	test('what was on its way before somebody protected it is still told', async () => {
		site.put({ id: 'mac' });
		await site.order('wipe');
		await register('protected', ['30']);
		expect(brief(await site.followUp())).toEqual(['wipe mac pending']);
	});
});

describe('somebody who stays after all', () => {
	const said = async (kind: string, caseId: string, more: JsonObject = {}) => {
		await site.ledger.append({ kind, caseId, content: { workflow: 'w', person: { id: '30' }, event: { kind: 'rescind', source: 'hr', key: 'hr/1' }, ...more } });
	};
	const waiting = async () => {
		site.put({ id: 'mac' });
		await site.ledger.append({ kind: 'case.opened', caseId: 'case-1', once: 'case/case-1', subject: 'hr/30', content: { workflow: 'w', case: { id: 'case-1', kind: 'terminate', effectiveAt: site.clock.now().toISOString(), dueBy: site.clock.now().toISOString(), dryRun: false, run: 'run-1' }, person: { id: '30', name: 'Ada Lovelace', workEmail: 'ada@acme.test' }, event: { kind: 'terminate', source: 'hr', key: 'hr/0' } } });
		await site.secure({ wipe: 'afterDays', days: 1 });
		site.end('mac', 'done');
		site.clock.advance(25 * hour);
	};

	test.each<[string, () => Promise<void>]>([
		['HR took it back before the case was over', () => said('event.superseded', 'case-1', { key: 'hr/0' })],
		['HR rescinds it', () => said('event.received', 'case-2')],
		['HR hires them again', () => said('event.received', 'case-2', { event: { kind: 'rehire', source: 'hr', key: 'hr/2' } })],
		['their access was given back', () => said('step.settled', 'case-1', { run: 'run-1', operation: 'restore', system: 'okta', step: 'blockSignIn', outcome: 'done', verified: true, account: null, reason: '' })],
		['somebody opened a case that gives it back', () => said('event.givenBack', 'case-1', { by: 'case-2', workflow: 'undo', run: 'run-2' })],
	])('%s: nothing more is sent, and it says so', async (_, happens) => {
		await waiting();
		await happens();
		const results = await site.followUp();
		expect(results.find(({ step }) => step === 'wipe')).toMatchObject({ outcome: 'refused', verified: false, reason: expect.stringMatching(/Refused to wipe Tool mac.*Device Decisions/) });
		for (const action of ['wipe', 'retire'] as const) await site.order(action);
		expect(site.taken()).toEqual(['lock mac']);
		await site.decide('waived');
		expect((await closeCase(site.ledger, 'case-1', 'run-1')).verdict).toBe('Complete');
	});

	test('HR says once more that they leave: the wipe goes on', async () => {
		await waiting();
		await said('event.superseded', 'case-1', { key: 'hr/0' });
		await said('event.received', 'case-1', { key: 'hr/0', event: { kind: 'terminate', source: 'hr', key: 'hr/0' } });
		await site.followUp();
		expect(site.taken()).toEqual(['lock mac', 'wipe mac']);
	});

	test('somebody else who comes back changes nothing', async () => {
		await waiting();
		await said('event.received', 'case-2', { person: { id: '31' } });
		await site.followUp();
		expect(site.taken()).toEqual(['lock mac', 'wipe mac']);
	});

	test('access that was given back by mistake and cut again: the wipe goes on', async () => {
		await waiting();
		await said('step.settled', 'case-1', { run: 'run-1', operation: 'restore', system: 'okta', step: 'blockSignIn', outcome: 'done', verified: true, account: null, reason: '' });
		await beginDevices({ ledger: site.ledger, caseId: 'case-1', run: 'run-1', node: 'Devices' }, 'shed');
		await site.secure({ wipe: 'afterDays', days: 1 });
		expect(site.taken()).toEqual(['lock mac', 'wipe mac']);
	});

	test('what was sent already is still followed', async () => {
		site.put({ id: 'mac' });
		await waiting();
		await site.followUp();
		await said('event.superseded', 'case-1', { key: 'hr/0' });
		expect((await site.followUp()).find(({ step }) => step === 'wipe')).toMatchObject({ outcome: 'pending' });
	});
});

describe('a case that is run again', () => {
	test('what was waived stays waived, is on no list, and counts for the run', async () => {
		site.put({ id: 'mac' });
		await site.order('wipe', undefined, 'onReturn');
		await site.decide('waived');
		await site.ledger.append({ kind: 'case.resumed', caseId: 'case-1', content: { case: { id: 'case-1', kind: 'terminate', dueBy: site.clock.now().toISOString(), dryRun: false, run: 'run-2' } } });
		expect(await site.order('wipe', { work: { run: 'run-2' } })).toMatchObject([{ outcome: 'pending', accepted: true, reason: expect.stringContaining('Jane Doe') }]);
		expect(site.taken()).toEqual([]);
		expect(await openDevices(site.ledger)).toEqual([]);
		expect((await closeCase(site.ledger, 'case-1', 'run-2')).verdict).toBe('Complete');
	});

	test('with a policy that never wipes: what waits is called off, and no list has it', async () => {
		site.put({ id: 'mac' });
		await site.secure({ wipe: 'onReturn' });
		site.end('mac', 'done');
		await site.secure({ wipe: 'never' });
		expect((await openDevices(site.ledger)).map(({ order }) => order.action)).toEqual([]);
		await site.followUp();
		expect(site.taken()).toEqual(['lock mac']);
	});

	test('with another moment: the wipe goes once', async () => {
		site.put({ id: 'mac' });
		await site.secure({ wipe: 'onReturn' });
		await site.secure({ wipe: 'atOnce' });
		await site.secure({ wipe: 'afterDays', days: 3 });
		await site.followUp();
		expect(site.taken()).toEqual(['lock mac', 'wipe mac']);
	});
});

test('a run that was broken off before it came to its end is not closed for its devices', async () => {
	site.put({ id: 'mac' });
	await site.order('lock');
	site.end('mac', 'done');
	await site.followUp();
	expect(await wasClosed(site.ledger, 'case-1')).toBe(false);
	await closeCase(site.ledger, 'case-1', 'run-1');
	expect(await wasClosed(site.ledger, 'case-1')).toBe(true);
	await site.ledger.append({ kind: 'case.resumed', caseId: 'case-1', content: { case: { id: 'case-1', dryRun: false, run: 'run-2' } } });
	expect(await wasClosed(site.ledger, 'case-1')).toBe(false);
});
