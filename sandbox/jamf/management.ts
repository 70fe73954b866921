import type { DeviceCommand, DeviceManagement } from '../devices';
import type { Scene } from './call';
import { catchUp, commandsFor, contact, flush, UNMANAGING } from './commands';
import { deviceByKey, keyOf } from './devices';
import { assigneeFor, enrol } from './enrolment';
import type { JamfCommand } from './state';

const ACTIONS: Record<string, DeviceCommand['action']> = { DEVICE_LOCK: 'lock', ENABLE_LOST_MODE: 'lock', ERASE_DEVICE: 'wipe', [UNMANAGING]: 'retire' };

const STATES = { PENDING: 'queued', NOT_NOW: 'queued', ACKNOWLEDGED: 'done', ERROR: 'failed' } as const;

const described = ({ type, state, dateSent, flushed }: JamfCommand): DeviceCommand[] => {
	const action = ACTIONS[type];
	return action === undefined ? [] : [{ action, state: flushed ? 'cancelled' : STATES[state], at: dateSent }];
};

export function createManagement(scene: Scene, aboutToChange: () => void): DeviceManagement {
	const { state } = scene;
	const device = (id: string) => {
		catchUp(scene);
		return deviceByKey(state, id);
	};
	const changing = (id: string) => {
		aboutToChange();
		return device(id);
	};
	return {
		enrol: (wanted) => {
			aboutToChange();
			return keyOf(enrol(scene, wanted));
		},
		assign: (id, person) => {
			changing(id).assignee = person === null ? null : assigneeFor(person);
		},
		own: (id, owner) => {
			changing(id).owner = owner;
		},
		online: (id, yes) => {
			changing(id).online = yes;
		},
		checkIn: (id) => contact(scene, changing(id)),
		refuseNext: (id) => {
			changing(id).nextAnswer = 'ERROR';
		},
		// Jamf never gives up by itself: an administrator cancels what is pending.
		expire: (id) => flush(state, changing(id)),
		commandsOf: (id) => commandsFor(state, device(id)).flatMap(described),
		stateOf: (id) => {
			const { managed, lock, wiped, retired } = device(id);
			return { enrolled: managed && !wiped, locked: lock !== null, wiped, retired };
		},
		pinOf: (id) => device(id).lock?.pin ?? null,
		devices: () =>
			state.devices.map((one) => ({ id: keyOf(one), serial: one.serialNumber, platform: one.kind === 'computer' ? 'macos' : 'ios', owner: one.owner, person: one.assignee?.email ?? null })),
	};
}
