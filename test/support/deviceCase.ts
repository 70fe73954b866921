import type { Ledger } from '../../ledger/types';
import type { openCase } from '../../lifecycle/caseRecords';
import { closeCase, type Closed } from '../../lifecycle/closing';
import type { Clock } from '../../lifecycle/clock';
import { byPolicy, sameForAll, type Policy } from '../../lifecycle/devices/choose';
import { decideOnDevices } from '../../lifecycle/devices/decide';
import type { DeviceAction } from '../../lifecycle/devices/device';
import type { DeviceDecision } from '../../lifecycle/devices/history';
import { openDevices } from '../../lifecycle/devices/open';
import { orderIdOf } from '../../lifecycle/devices/shown';
import type { Escrow, PinPlace } from '../../lifecycle/devices/pin';
import { workOnDevices, type Choose, type DeviceOptions } from '../../lifecycle/devices/work';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import type { Work } from '../../lifecycle/work';
import { createClock } from '../../sandbox/clock';
import { cast } from '../../sandbox/company';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Managed, Management } from './managements/management';
import { temporaryLedger } from './temporaryLedger';

type Who = Pick<Person, 'id' | 'workEmail'>;

export interface Changes {
	options?: Partial<DeviceOptions>;
	work?: Partial<Work>;
}

/** Whoever waits moves the company's clock: devices answer, requests run out and days pass in no time. */
const clockOf = (company: ReturnType<typeof createClock>): Clock => {
	const repeating = new Set<{ every: number; due: number; work: () => void }>();
	return {
		now: () => new Date(company.now()),
		sleep: async (ms, signal) => {
			signal?.throwIfAborted();
			company.move(ms);
			for (const one of repeating) {
				if (one.due > company.now()) continue;
				one.due = company.now() + one.every;
				one.work();
			}
			await new Promise<void>((resolve) => setImmediate(resolve));
			signal?.throwIfAborted();
		},
		every: (every, work) => {
			const one = { every, due: company.now() + every, work };
			repeating.add(one);
			return () => void repeating.delete(one);
		},
	};
};

/** Keeps PINs where a test can look. */
export const drawer = (): Escrow & { kept: { place: PinPlace; pin: string }[] } => {
	const kept: { place: PinPlace; pin: string }[] = [];
	return {
		kept,
		label: 'the drawer',
		keep: async (place, pin) => {
			kept.push({ place, pin });
			return `drawer, slip ${kept.length}`;
		},
		recall: async (place) => kept.filter((one) => one.place.device.id === place.device.id && one.place.action === place.action).at(-1)?.pin ?? null,
	};
};

export const words = { message: 'Please return this device.', phone: '+1 555 0100' };
export const whenBack: Policy = { lock: true, wipe: 'onReturn', days: 0, wipeUnlockable: false, retirePersonal: true };

export const startDeviceCase = async (which: Management) => {
	const company = createClock();
	company.freeze();
	const clock = clockOf(company);
	const ledger = await temporaryLedger(clock.now);
	const managed: Managed = await which.start(company);
	const escrow = drawer();
	const system = managed.system((send) => patient(send, { system: which.id, clock, budget: createBudget(16), random: () => 0 }));

	const open = async (who: Who, caseId: string): Promise<void> => {
		const [row] = await ledger.records({ caseId, kinds: ['case.opened'], limit: 1 });
		if (row !== undefined) return;
		const at = clock.now().toISOString();
		const person = { name: 'Somebody', title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null, ...who } as Person;
		const event = { kind: 'terminate', key: `test/${caseId}`, effectiveAt: at, receivedAt: at, source: 'test' } as unknown as Parameters<typeof openCase>[2];
		await ledger.append({ kind: 'case.opened', caseId, content: { case: { id: caseId, kind: 'terminate', effectiveAt: at, dueBy: at, dryRun: false, run: 'run-1' }, person: { ...person } as never, event: event as never } });
	};

	const run = async (who: Who, choose: Choose, { options, work }: Changes = {}): Promise<StepResult[]> => {
		const caseId = work?.caseId ?? `hr_event_20261120_${who.id}`;
		await open(who, caseId);
		const terms: Work = { ledger, clock, patience: { readBackMs: 10_000, proofMs: 5_000, tries: 4 }, caseId, run: 'run-1', node: 'Secure Devices', dryRun: false, worker: 'test', ...work };
		return await workOnDevices(system, who, choose, { register: null, escrow, wipesPerHour: 100, missingIsFine: true, mostDevices: 10, ...options }, terms);
	};

	return {
		...managed,
		company,
		clock,
		ledger: ledger as Ledger,
		escrow,
		system,
		secure: (who: Who, policy: Policy = whenBack, changes: Changes = {}) => run(who, byPolicy(policy, { register: changes.options?.register ?? null, words, canLock: (device) => system.steps.find(({ id }) => id === 'lock')!.unsupported(device) === null }), changes),
		order: (who: Who, action: DeviceAction, changes: Changes = {}) => run(who, sameForAll(action, 'atOnce', 0, words), changes),
		followUp: (who: Who, changes: Changes = {}) => run(who, null, changes),
		close: (who: Who): Promise<Closed> => closeCase(ledger, `hr_event_20261120_${who.id}`, null),
		open: () => openDevices(ledger),
		decide: async (decision: DeviceDecision, fits: (device: Awaited<ReturnType<typeof openDevices>>[number]) => boolean = () => true) =>
			await decideOnDevices(ledger, { devices: (await openDevices(ledger)).filter(fits).map(orderIdOf), decision, by: { id: 'u7', name: 'Jane Doe', email: 'jane.doe@kestrel.example' }, reason: 'looked at it', what: 'as listed' }),
		/** Everything that was to do something to a device, in the order it came. */
		sent: () => managed.double.journal.entries.filter(({ method, path }) => new RegExp(`^${which.orders.method}$`).test(method) && which.orders.path.test(path)),
		stop: async () => {
			await ledger.close();
			company.stop();
			await managed.double.stop();
		},
	};
};

export type DeviceCase = Awaited<ReturnType<typeof startDeviceCase>>;

export const leaver: Who = { id: cast.leaver.id, workEmail: cast.leaver.workEmail };
