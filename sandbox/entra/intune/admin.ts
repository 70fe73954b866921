import type { DeviceCommand, DeviceManagement } from '../../devices';
import type { Scene } from '../call';
import type { EntraUser } from '../state';
import { graphTime } from '../state';
import { createApprovalAdmin, type ApprovalAdmin } from './approvals';
import { checkIn, expectCheckIn } from './checkIn';
import { isWaiting, platformOf, primaryIds, type DeviceDetails, type DeviceRecord, type ManagedDevice, type Order } from './device';
import { enrolDevice } from './enrolment';
import { everyDevice } from './orders';

/** What can be said of a device's record from outside the API. */
export type Correction = Partial<DeviceRecord & Pick<ManagedDevice, 'recordedName'>>;

export interface IntuneAdmin extends DeviceManagement {
	approvals: ApprovalAdmin;
	/** The id of the device with this serial number, on record or not; an id is its own. */
	find(key: string): string;
	/** Says of whom the device is, which may be somebody else than who enrolled it; nobody: an empty list. */
	primaryUsers(id: string, people: readonly string[]): void;
	/** Makes the record say something else: `correct(id, {managementAgent: 'jamf'})`. */
	correct(id: string, correction: Correction): void;
	describe(id: string, details: Partial<DeviceDetails>): void;
	/** It has taken in what waits for it and is at it until it checks in again. */
	start(id: string): void;
	/** Somebody types in the PIN, or unlocks it otherwise. */
	unlock(id: string): void;
	/** A Mac that will not erase all content and settings. */
	breakErasing(id: string): void;
	/** Every action it was ever given, with options, PINs and passcodes. */
	ordersOf(id: string): readonly Readonly<Order>[];
}

interface Frame {
	catchUp(): void;
	aboutToChange(): void;
}

const ACTIONS: Partial<Record<Order['action'], DeviceCommand['action']>> = { wipe: 'wipe', retire: 'retire', remoteLock: 'lock', enableLostMode: 'lock' };

const STATES: Record<Order['state'], DeviceCommand['state']> = { pending: 'queued', active: 'queued', done: 'done', failed: 'failed', notSupported: 'failed', canceled: 'cancelled' };

const same = (one: string | null, other: string) => one?.toLowerCase() === other.toLowerCase();

export function createIntuneAdmin(scene: Scene, { catchUp, aboutToChange }: Frame): IntuneAdmin {
	const { state, clock } = scene;

	const userOf = (key: string): EntraUser => {
		const found = state.users.get(key) ?? [...state.users.values()].find(({ mail, userPrincipalName }) => same(mail, key) || same(userPrincipalName, key));
		if (found === undefined) throw new Error(`Nobody in the tenant is ${key}`);
		return found;
	};
	const deviceOf = (id: string): ManagedDevice => {
		catchUp();
		const found = state.managedDevices.get(id) ?? state.formerDevices.get(id);
		if (found === undefined) throw new Error(`There is no managed device ${id}`);
		return found;
	};
	const changing = (id: string): ManagedDevice => {
		const device = deviceOf(id);
		aboutToChange();
		return device;
	};
	const mailOf = (id: string): string | null => {
		const user = state.users.get(id) ?? state.deletedUsers.get(id);
		return user === undefined ? null : (user.mail ?? user.userPrincipalName);
	};
	const personOf = (device: ManagedDevice): string | null => {
		const [id] = primaryIds(device);
		return id === undefined ? null : mailOf(id);
	};

	return {
		approvals: createApprovalAdmin(scene, userOf, aboutToChange),
		find: (key) => everyDevice(state).find(({ id, serialNumber }) => id === key || serialNumber === key)?.id ?? deviceOf(key).id,
		enrol: ({ person, online = false, ...given }) => {
			const userId = person === null ? null : userOf(person).id;
			aboutToChange();
			const now = graphTime(clock.now());
			return enrolDevice(state, { ...given, userId, online, enrolledDateTime: now, lastSyncDateTime: now }).id;
		},
		assign: (id, person) => {
			const userId = person === null ? null : userOf(person).id;
			Object.assign(changing(id), { userId, primaryUserIds: null, recordedName: null });
		},
		own: (id, owner) => {
			changing(id).managedDeviceOwnerType = owner;
		},
		online: (id, yes) => {
			const device = changing(id);
			device.unit.online = yes;
			device.unit.dueAtElapsed = null;
			if (device.leaving || device.orders.some(isWaiting)) expectCheckIn(scene, device);
		},
		checkIn: (id) => checkIn(scene, changing(id)),
		refuseNext: (id) => {
			changing(id).unit.refusesNext = true;
		},
		expire: (id) => {
			for (const order of changing(id).orders) if (order.state === 'pending') Object.assign(order, { state: 'canceled', updatedAt: clock.now() });
		},
		commandsOf: (id) =>
			deviceOf(id).orders.flatMap(({ action, state: orderState, startedAt }) => {
				const said = ACTIONS[action];
				return said === undefined ? [] : [{ action: said, state: STATES[orderState], at: new Date(startedAt).toISOString() }];
			}),
		stateOf: (id) => {
			const { unit } = deviceOf(id);
			return { enrolled: state.managedDevices.has(id), locked: unit.locked, wiped: unit.wiped, retired: unit.retired };
		},
		pinOf: (id) => {
			const { locked, unlockPin } = deviceOf(id).unit;
			return locked ? unlockPin : null;
		},
		devices: () => {
			catchUp();
			return [...state.managedDevices.values()].map((device) => ({ id: device.id, serial: device.serialNumber, platform: platformOf(device.unit), owner: device.managedDeviceOwnerType, person: personOf(device) }));
		},
		primaryUsers: (id, people) => {
			const primaryUserIds = people.map((person) => userOf(person).id);
			changing(id).primaryUserIds = primaryUserIds;
		},
		correct: (id, correction) => {
			Object.assign(changing(id), correction);
		},
		describe: (id, details) => {
			Object.assign(changing(id).details, details);
		},
		start: (id) => {
			for (const order of changing(id).orders) if (order.state === 'pending') Object.assign(order, { state: 'active', updatedAt: clock.now() });
		},
		unlock: (id) => {
			Object.assign(changing(id).unit, { locked: false, unlockPin: null });
		},
		breakErasing: (id) => {
			changing(id).unit.cannotErase = true;
		},
		ordersOf: (id) => deviceOf(id).orders,
	};
}
