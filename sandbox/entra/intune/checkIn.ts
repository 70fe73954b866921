import { randomInt } from 'node:crypto';
import type { Clock } from '../../clock';
import type { EntraState } from '../state';
import { graphTime } from '../state';
import type { ActionName, ManagedDevice, Order, OrderState } from './device';
import { isRemoval, isWaiting } from './device';
import { supports } from './support';

interface Place {
	state: EntraState;
	clock: Clock;
}

export const sixDigits = () => String(randomInt(1_000_000)).padStart(6, '0');

/** After how long it talks to Intune next; null: not by itself. */
function patienceOf({ settings }: EntraState, { unit }: ManagedDevice): number | null {
	if (unit.online === false) return null;
	return unit.online === true ? (settings.checkInMs ?? 0) : settings.checkInMs;
}

export function expectCheckIn({ state, clock }: Place, device: ManagedDevice): void {
	const patience = patienceOf(state, device);
	if (patience === null) return;
	const due = clock.elapsed() + patience;
	device.unit.dueAtElapsed = Math.min(device.unit.dueAtElapsed ?? due, due);
}

/** As if somebody had pressed Sync: it comes at once, if it is there. */
export function hurry({ state, clock }: Place, device: ManagedDevice): void {
	if (patienceOf(state, device) !== null) device.unit.dueAtElapsed = clock.elapsed();
}

function lock({ unit }: ManagedDevice, { unlockPin }: Order): OrderState {
	// A second lock of a Mac fails until somebody has typed in the PIN of the first.
	if (unit.kind === 'macos' && unit.locked) return 'failed';
	// Without a passcode there is nothing to lock it with, except on a Mac, which gets a PIN.
	unit.locked = unit.kind === 'macos' || unit.hasPasscode;
	unit.unlockPin = unlockPin;
	return 'done';
}

function erase({ unit }: ManagedDevice, { options }: Order): OrderState {
	const { obliterationBehavior: behaviour = 'default', keepUserData } = options;
	const fails = unit.kind === 'macos' && unit.cannotErase;
	if (fails && behaviour === 'doNotObliterate') return 'failed';
	unit.wiped = keepUserData !== true;
	// The one that reports an error and then erases all the same.
	return fails && behaviour === 'default' ? 'failed' : 'done';
}

function resetPasscode({ unit }: ManagedDevice, order: Order): OrderState {
	if (unit.kind === 'ios') unit.hasPasscode = false;
	else order.passcode = sixDigits();
	return 'done';
}

const EFFECTS: Record<ActionName, (device: ManagedDevice, order: Order) => OrderState> = {
	wipe: erase,
	retire: ({ unit }) => {
		unit.retired = true;
		return 'done';
	},
	remoteLock: lock,
	resetPasscode,
	rotateBitLockerKeys: () => 'done',
	rebootNow: () => 'done',
	enableLostMode: ({ unit }) => {
		unit.locked = true;
		return 'done';
	},
	disableLostMode: ({ unit }) => {
		unit.locked = false;
		return 'done';
	},
};

function answerTo(device: ManagedDevice, order: Order, unsupported: 'failed' | 'notSupported'): OrderState {
	const { unit } = device;
	if (unit.refusesNext) {
		unit.refusesNext = false;
		return 'failed';
	}
	if (order.action === 'delete') return order.state;
	return supports(device, order.action) ? EFFECTS[order.action](device, order) : unsupported;
}

/** A retired PC is no longer joined to Entra; all else Entra keeps. */
function leaveEntra({ devices }: EntraState, { azureADDeviceId, unit }: ManagedDevice): void {
	if (unit.kind !== 'windows' || !unit.retired) return;
	const joined = [...devices.values()].find(({ deviceId, onPremisesSyncEnabled }) => deviceId === azureADDeviceId && onPremisesSyncEnabled !== true);
	if (joined !== undefined) devices.delete(joined.id);
}

export function forget(state: EntraState, device: ManagedDevice): void {
	state.managedDevices.delete(device.id);
	state.formerDevices.set(device.id, device);
}

const stays = ({ options }: Order) => options.keepUserData === true || options.keepEnrollmentData === true;

function isRemovedBy({ unit }: ManagedDevice, order: Order): boolean {
	return order.action === 'retire' ? unit.retired : unit.wiped && !stays(order);
}

/** The device talks to Intune once and does what waits for it. */
export function checkIn(place: Place, device: ManagedDevice): void {
	const { state, clock } = place;
	device.unit.dueAtElapsed = null;
	if (device.unit.wiped || device.unit.retired) {
		if (device.leaving) forget(state, device);
		if (device.leaving || state.formerDevices.has(device.id)) return;
	}
	device.lastSyncDateTime = graphTime(clock.now());
	const waiting = device.orders.filter(isWaiting);
	const removal = waiting.find(({ action }) => action === 'wipe') ?? waiting.find(isRemoval);
	for (const order of waiting) {
		// Beside a wipe or a retirement nothing else is done any more.
		order.state = removal === undefined || order === removal ? answerTo(device, order, state.settings.unsupportedActions === 'failed' ? 'failed' : 'notSupported') : 'canceled';
		order.updatedAt = clock.now();
	}
	if (removal === undefined || !isRemovedBy(device, removal)) return;
	leaveEntra(state, device);
	if (state.settings.recordsOutliveRemoval && state.managedDevices.has(device.id)) {
		device.leaving = true;
		expectCheckIn(place, device);
	} else forget(state, device);
}

/** Those whose time has come, on record or not. */
export function checkInsDue(place: Place): void {
	const now = place.clock.elapsed();
	for (const device of [...place.state.managedDevices.values(), ...place.state.formerDevices.values()]) {
		if (device.unit.dueAtElapsed !== null && device.unit.dueAtElapsed <= now) checkIn(place, device);
	}
}
