import type { JsonObject } from '../../ledger/types';
import { workingOn } from '../account';
import { keep } from '../keep';
import { recordResult, resultOf } from '../journal';
import type { StepResult } from '../outcome';
import { asProblem, Problem } from '../problem';
import type { AccountRef } from '../system';
import { ending, type Ending, type PersonRef, type Work } from '../work';
import { labelOf, spelled, type Device, type Holder } from './device';
import { whomItConcerns } from './concerned';
import { noteOrder } from './history';
import { isTheirs } from './objection';
import { onDevice, type DeviceTerms, type DeviceWork } from './onDevice';
import type { Order } from './order';
import { ordersOf } from './open';
import type { DeviceSystem } from './system';

export interface DeviceOptions extends DeviceTerms {
	missingIsFine: boolean;
	/** More than anybody has: then the list is somebody else's, too. */
	mostDevices: number;
}

/** What is to be done to a device of the person; null where only what was ordered before is followed. */
export type Choose = ((device: Device) => Order[]) | null;

/** Durable before anything else, so that nobody takes the case for one without devices while they are still looked for. */
export const beginDevices = async ({ ledger, caseId, run, node }: Pick<Work, 'ledger' | 'caseId' | 'run' | 'node'>, system: string): Promise<void> => {
	await keep(ledger, { kind: 'device.begun', caseId, subject: system, content: { run, node, system } });
};

const listed = async ({ ledger, caseId, run, node }: Work, system: string, devices: readonly Device[]): Promise<void> => {
	await keep(ledger, { kind: 'device.listed', caseId, subject: system, content: { run, node, system, devices: devices.map((device) => ({ ...device })) } });
};

/** Gives the orders to each of the person's devices, and follows those that were given before: each as far as it goes now. */
export const workOnDevices = async (system: DeviceSystem, person: PersonRef, choose: Choose, { missingIsFine, mostDevices, ...terms }: DeviceOptions, work: Work): Promise<StepResult[]> => {
	const rest = await workingOn(work.ledger, work.clock, work.caseId);
	const calls: JsonObject[] = [];
	/** What was ordered before is known by its id: who it belonged to is asked only before something is sent. */
	const onlyFollowing = (error: unknown): { kind: 'none'; why: string } => {
		const problem = asProblem(error);
		if (choose !== null || problem.code === 'cancelled') throw problem;
		return { kind: 'none', why: problem.message };
	};
	const conclude = async (end: Ending, accepted = false): Promise<StepResult[]> => {
		const result: StepResult = { ...resultOf(system.id, 'findAccount', null, end), ...(accepted ? { accepted: true } : {}) };
		await recordResult(work.ledger, work, 'cut', result, { calls });
		return [result];
	};
	try {
		const client = system.connect((call) => calls.push(call));
		const found = await system.holderOf(client, person).catch(onlyFollowing);
		if (found.kind === 'several' && choose !== null) return await conclude(ending('ambiguous', found.why));
		const devices = found.kind === 'one' ? await devicesOf(system, client, found.account, mostDevices).catch((error: unknown) => (onlyFollowing(error), [])) : [];
		// Somebody who is gone from the management may have left devices that this case has begun with.
		const holder: Holder = found.kind === 'one' ? found.account : { id: '', label: `${person.workEmail ?? person.id}, who is not found in ${system.label}`, names: [] };

		const earlier = await ordersOf(work.ledger, work.caseId, system.id);
		// What was never ordered need not be called off.
		const waits = ({ id }: Device, { action }: Order) => earlier.some((one) => one.isOpen && one.deviceId === id && one.order.action === action);
		const wanted = devices.flatMap((device) => (choose?.(device) ?? []).filter((order) => order.when !== 'never' || waits(device, order)).map((order) => ({ account: accountOf(device), serial: device.serial, order })));
		const isWanted = ({ deviceId, order }: { deviceId: string; order: Order }) => wanted.some(({ account, order: { action } }) => account.id === deviceId && action === order.action);
		const followed = earlier.filter((one) => (choose === null || !isWanted(one)) && one.isOpen).map(({ deviceId, label, order }) => ({ account: { id: deviceId, label }, serial: devices.find(({ id }) => id === deviceId)?.serial ?? null, order }));

		const { since, addresses } = await whomItConcerns(work.ledger, work.caseId);
		const deviceWork: DeviceWork = { ...work, terms, caseSince: since ?? work.clock.now().toISOString() };
		if (!work.dryRun) {
			for (const { account, order } of wanted) await noteOrder(work, { system: system.id, deviceId: account.id, caseId: work.caseId, action: order.action }, order, account.label);
		}
		if (choose !== null && !work.dryRun) await listed(work, system.id, devices);
		const all = [...wanted, ...followed];
		if (all.length === 0) return await conclude(...nothingToDo(system, found, holder, devices, choose, missingIsFine));

		const names = [person.id, person.workEmail ?? '', ...addresses];
		const results = await Promise.all([...byDevice(all)].map(async (orders) => {
			const mine: StepResult[] = [];
			for (const { account, serial, order } of orders) mine.push(...(await onDevice(system, { holder, names, account, serial, order }, deviceWork)));
			return mine;
		}));
		return results.flat();
	} catch (error) {
		return await conclude(ending('failed', `${asProblem(error).message} Nothing was sent to any device from here.`));
	} finally {
		await rest();
	}
};

const accountOf = (device: Device): AccountRef => ({ id: device.id, label: labelOf(device) });

/** Actions of one device follow one another, also where it has several records; devices do not wait for one another. */
const byDevice = <Task extends { account: AccountRef; serial: string | null }>(tasks: readonly Task[]): Iterable<Task[]> => {
	const devices = new Map<string, Task[]>();
	for (const task of tasks) {
		const key = spelled(task.serial) || task.account.id;
		devices.set(key, [...(devices.get(key) ?? []), task]);
	}
	return devices.values();
};

/** A row that is not the person's means that the question was not understood, and then no row means anything. */
export const devicesOf = async (system: DeviceSystem, client: unknown, holder: Holder, mostDevices: number): Promise<Device[]> => {
	if (holder.names.length === 0 || holder.names.some((name) => name.trim() === '')) throw new Problem('misconfigured', `Nobody was looked for in ${system.label}, because a blank name would find the devices of everybody. Give the person a work e-mail in HR.`);
	const rows = await system.devicesOf(client, holder);
	const strange = rows.find((device) => !isTheirs(device, holder));
	if (strange !== undefined) {
		throw new Problem('bad_answer', `${system.label} was asked for the devices of ${holder.label} and answered with ${labelOf(strange)} of ${strange.holders.join(', ') || 'nobody'} as well, so its list means nothing.`);
	}
	if (rows.length > mostDevices) throw new Problem('misconfigured', `${system.label} names ${rows.length} devices of ${holder.label}, and more than ${mostDevices} are not believed. Look at them there; if they are all theirs, raise Most Devices per Person in the node.`);
	return rows;
};

const nothingToDo = (system: DeviceSystem, found: { kind: string; why?: string }, holder: Holder, devices: readonly Device[], choose: Choose, missingIsFine: boolean): [Ending, boolean] => {
	if (devices.length > 0 || choose === null) return [{ ...ending('already_done', choose === null ? `${system.label}: nothing is open` : `${system.label}: nothing is to be done to ${devices.map(labelOf).join(', ')}`), verified: true }, false];
	return [ending('not_found', found.kind === 'one' ? `${system.label} has no device of ${holder.label}.` : (found.why ?? '')), missingIsFine];
};
