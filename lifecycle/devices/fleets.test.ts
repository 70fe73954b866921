import fc from 'fast-check';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { Killed, shed, type Mishap } from '../../test/support/shed';
import { endException, registerException } from '../exceptions/register';
import type { Work } from '../work';
import { byPolicy, sameForAll } from './choose';
import type { Command } from './command';
import { decideOnDevices } from './decide';
import { deviceActions, type DeviceAction, type Ownership } from './device';
import { deviceDecisions, type DeviceDecision } from './history';
import { openDevices } from './open';
import { moments, type Moment } from './order';
import { orderIdOf } from './shown';
import { workOnDevices, type Choose } from './work';

const people = ['ada@acme.test', 'bob@acme.test', 'ada@acme.test.evil.test'] as const;
const ids = ['a', 'b', 'c', 'd', 'e'] as const;
const ownerships: readonly Ownership[] = ['corporate', 'personal', 'unknown'];
const mishaps: readonly Mishap[] = ['lost after', 'lost before', 'refused', 'killed before', 'killed after'];
const ends: readonly Command['state'][] = ['done', 'failed', 'expired', 'cancelled'];

const some = <Value>(values: readonly Value[]) => fc.constantFrom(...values);
/** Mostly what there is every day, or nothing would ever be done that could be wrong. */
const mostly = <Value>(usual: Value, seldom: fc.Arbitrary<Value>) => fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: seldom });
const holders = mostly<string[]>(['ada@acme.test'], fc.uniqueArray(some<string>([...people, '']), { maxLength: 2 }));
const device = fc.record({ id: some(ids), ownership: mostly<Ownership>('corporate', some(ownerships)), holders, doubts: mostly<string[]>([], fc.constant(['bob signed in last'])), managed: mostly<boolean>(true, fc.boolean()) });

type Act =
	| { do: 'order'; who: string; case: string; action: DeviceAction; when: Moment; days: number; mishap: Mishap | null }
	| { do: 'secure'; who: string; case: string; lock: boolean; wipe: Moment | 'never'; days: number; mishap: Mishap | null; twice: boolean }
	| { do: 'follow'; who: string; case: string; mishap: Mishap | null }
	| { do: 'answer'; id: string; end: Command['state'] }
	| { do: 'assign'; id: string; holders: string[] }
	| { do: 'own'; id: string; ownership: Ownership }
	| { do: 'hold'; name: string }
	| { do: 'lift' }
	| { do: 'decide'; decision: DeviceDecision }
	| { do: 'filter'; ignored: boolean }
	| { do: 'lose record'; id: string }
	| { do: 'wait'; hours: number };

const whose = { who: mostly<string>('ada@acme.test', some([...people, '', 'ada'])), case: some(['case-1', 'case-2']), mishap: mostly<Mishap | null>(null, some(mishaps)) };
const act: fc.Arbitrary<Act> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('order' as const), ...whose, action: some(deviceActions), when: mostly<Moment>('atOnce', some(moments)), days: fc.integer({ min: 0, max: 3 }) }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('secure' as const), ...whose, lock: fc.boolean(), wipe: mostly<Moment | 'never'>('atOnce', some([...moments, 'never' as const])), days: fc.integer({ min: 0, max: 3 }), twice: fc.boolean() }) },
	{ weight: 5, arbitrary: fc.record({ do: fc.constant('follow' as const), ...whose }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), id: some(ids), end: some(ends) }) },
	fc.record({ do: fc.constant('assign' as const), id: some(ids), holders }),
	fc.record({ do: fc.constant('own' as const), id: some(ids), ownership: some(ownerships) }),
	fc.record({ do: fc.constant('hold' as const), name: some(['ada@acme.test', '30', 'b', 'sn-c']) }),
	fc.record({ do: fc.constant('lift' as const) }),
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('decide' as const), decision: some(deviceDecisions) }) },
	fc.record({ do: fc.constant('filter' as const), ignored: mostly<boolean>(false, fc.constant(true)) }),
	fc.record({ do: fc.constant('lose record' as const), id: some(ids) }),
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: some([0, 1, 25, 80]) }) },
);

/** What was true at the moment a command was taken; everything else about it is told by the command itself. */
interface Then {
	held: ReadonlySet<string>;
	asked: string;
}

type FleetDevice = typeof device extends fc.Arbitrary<infer One> ? One : never;

const play = async (fleet: readonly FleetDevice[], acts: readonly Act[]): Promise<number> => {
	const clock = virtualClock();
	const ledger = await temporaryLedger(clock.now);
	const { world, system, put, end } = shed(clock.now);
	for (const one of fleet) put(one);
	const held = new Map<string, string>();
	const again = new Map<string, number>();
	/** Of which a named person said that they are back. */
	const vouched = new Set<string>();
	let seen = 0;

	const run = async (one: { who: string; case: string; mishap: Mishap | null }, choose: Choose, worker = 'one') => {
		world.mishaps = one.mishap === null ? [] : [one.mishap];
		const id = one.who === 'bob@acme.test' ? '31' : '30';
		await ledger.append({ kind: 'case.opened', caseId: one.case, once: `case/${one.case}`, content: { case: { id: one.case, dryRun: false, run: 'run-1' }, person: { id, name: one.who, workEmail: one.who }, event: {} } });
		const work: Work = { ledger, clock, patience: { readBackMs: 1_000, proofMs: 1_000, tries: 4 }, caseId: one.case, run: 'run-1', node: 'Devices', dryRun: false, worker };
		await workOnDevices(system, { id, workEmail: one.who }, choose, { register: null, escrow: null, wipesPerHour: 100, missingIsFine: true, mostDevices: 10 }, work);
		checkWhatWasTaken({ held: new Set(held.keys()), asked: one.who });
	};

	const checkWhatWasTaken = ({ held: names, asked }: Then) => {
		for (const { action, device: one } of world.taken.slice(seen)) {
			expect({ holders: one.holders, asked }).toEqual({ holders: one.holders.map(() => asked), asked });
			expect(one.holders).not.toEqual([]);
			expect(one.managed).toBe(true);
			if (action === 'wipe') expect(one.ownership).toBe('corporate');
			if (action !== 'lock') {
				if (!vouched.has(one.id)) expect(one.doubts).toEqual([]);
				for (const name of [asked, asked === 'bob@acme.test' ? '31' : '30', one.id, one.serial!.toLowerCase()]) expect(names.has(name)).toBe(false);
			}
		}
		seen = world.taken.length;
		for (const [id, { commands }] of world.tools) {
			const wipes = commands.filter(({ action }) => action === 'wipe');
			const over = wipes.filter(({ state }) => state === 'expired').length;
			expect(wipes.length).toBeLessThanOrEqual(1 + over + (again.get(id) ?? 0));
			expect(wipes.filter(({ state }) => state === 'queued').length).toBeLessThanOrEqual(1);
		}
	};

	const perform = async (one: Act): Promise<void> => {
		switch (one.do) {
			case 'order':
				return await run(one, sameForAll(one.action, one.when, one.days, { message: '', phone: '' }));
			case 'secure': {
				const choose = byPolicy({ lock: one.lock, wipe: one.wipe, days: one.days, wipeUnlockable: false, retirePersonal: true }, { register: null, words: { message: '', phone: '' }, canLock: () => true });
				await Promise.all([run(one, choose), ...(one.twice ? [run({ ...one, mishap: null }, choose, 'two')] : [])]);
				return;
			}
			case 'follow':
				return await run(one, null);
			case 'answer':
				return end(one.id, one.end);
			case 'assign':
				world.tools.get(one.id)!.holders = [...one.holders];
				return;
			case 'own':
				world.tools.get(one.id)!.ownership = one.ownership;
				return;
			case 'hold': {
				if (held.has(one.name)) return;
				const { id } = await registerException(ledger, { type: 'legalHold', who: [one.name], system: null, step: null, owner: 'Legal <legal@acme.test>', reason: 'a lawsuit', expiresAt: null, registeredBy: 'IT <it@acme.test>' }, clock.now());
				held.set(one.name, id);
				return;
			}
			case 'lift':
				for (const id of held.values()) await endException(ledger, { id, by: 'Legal <legal@acme.test>', why: 'over' });
				held.clear();
				return;
			case 'decide': {
				const devices = (await openDevices(ledger)).filter(({ order, isUnderway }) => (one.decision !== 'wipeAllowed' || order.action === 'wipe') && (one.decision !== 'sendAgain' || !isUnderway));
				if (devices.length === 0) return;
				await decideOnDevices(ledger, { devices: devices.map(orderIdOf), decision: one.decision, by: { id: 'u1', name: 'Jane Doe', email: 'jane@acme.test' }, reason: 'seen it', what: 'as shown' });
				if (one.decision === 'returned') for (const { deviceId } of devices) vouched.add(deviceId);
				if (one.decision === 'sendAgain') for (const { deviceId, order } of devices) if (order.action === 'wipe') again.set(deviceId, (again.get(deviceId) ?? 0) + 1);
				return;
			}
			case 'filter':
				world.ignoresFilter = one.ignored;
				return;
			case 'lose record':
				world.tools.get(one.id)!.gone = true;
				return;
			case 'wait':
				clock.advance(one.hours * 60 * 60_000 + 1_000);
		}
	};

	try {
		for (const one of acts) {
			await perform(one).catch((error: unknown) => {
				if (!(error instanceof Killed)) throw error;
			});
		}
		return seen;
	} finally {
		await ledger.close();
	}
};

test('over any fleet and whatever happens, only the leaver\'s devices are touched, only corporate ones wiped, none that is held, and none wiped twice', async () => {
	let touched = 0;
	await fc.assert(
		fc.asyncProperty(fc.uniqueArray(device, { selector: ({ id }) => id, minLength: ids.length, maxLength: ids.length }), fc.array(act, { minLength: 4, maxLength: 14 }), async (fleet, acts) => {
			touched += await play(fleet, acts);
		}),
		{ numRuns: 150 },
	);
	// A test in which nothing ever happens would hold as well.
	expect(touched).toBeGreaterThan(200);
}, 120_000);
