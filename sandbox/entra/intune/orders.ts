import { Refusal } from '../../server/message';
import type { Scene } from '../call';
import { failure, refuse } from '../errors';
import type { EntraState } from '../state';
import { nextId } from '../state';
import { expectCheckIn, forget, sixDigits } from './checkIn';
import type { ActionName, ManagedDevice, Order } from './device';
import { removalBy, supports } from './support';

export const everyDevice = ({ managedDevices, formerDevices }: EntraState): ManagedDevice[] => [...managedDevices.values(), ...formerDevices.values()];

export const CAPPED = { wipe: 'wipesPerDay', retire: 'retiresPerDay', delete: 'deletesPerDay' } as const;
export type Capped = keyof typeof CAPPED;

const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** Portal, bulk and Graph together. */
export function demandRoomToday({ state, clock }: Scene, action: Capped): void {
	const { settings } = state;
	const today = dayOf(clock.now());
	const given = everyDevice(state).flatMap(({ orders }) => orders).filter((order) => order.action === action && dayOf(order.startedAt) === today).length;
	if (given < settings[CAPPED[action]]) return;
	throw new Refusal(failure('TooManyRequests', `The daily limit of ${settings[CAPPED[action]]} for the action ${action} was reached in this tenant.`, settings.dailyCapAnswers));
}

/** Accepted and queued, whether or not the device can do it. */
export function give(scene: Scene, device: ManagedDevice, action: ActionName, options: Readonly<Record<string, unknown>> = {}): Order {
	const { state, clock, caller } = scene;
	if (state.settings.unsupportedActions === 'refuse' && !supports(device, action)) throw refuse('BadRequest', `The action ${action} is not supported on this device.`);
	const now = clock.now();
	const unlockPin = action === 'remoteLock' && device.unit.kind === 'macos' ? sixDigits() : null;
	const order: Order = { id: nextId(state), action, state: 'pending', startedAt: now, updatedAt: now, askedBy: caller.displayName, options, unlockPin, passcode: null };
	device.orders.push(order);
	expectCheckIn(scene, device);
	return order;
}

/** The record goes at once, and the device is told to go as well. */
export function deleteRecord(scene: Scene, device: ManagedDevice): void {
	const { state, clock, caller } = scene;
	const now = clock.now();
	device.orders.push({ id: nextId(state), action: 'delete', state: 'done', startedAt: now, updatedAt: now, askedBy: caller.displayName, options: {}, unlockPin: null, passcode: null });
	const removal = removalBy(device.unit);
	const gone = device.unit.wiped || device.unit.retired;
	if (removal !== null && !gone && supports(device, removal)) give(scene, device, removal);
	forget(state, device);
}
