import type { DeviceCommand, DeviceManagement } from '../devices';
import type { Scene } from './commands';
import { checkIn, isWaiting } from './commands';
import { enrol, userWith } from './fleet';
import type { Command, CommandType, IruDevice } from './state';
import { STATUS } from './state';

const ACTIONS: Partial<Record<CommandType, DeviceCommand['action']>> = { DeviceLock: 'lock', EnableLostMode: 'lock', EraseDevice: 'wipe', RemoveManagement: 'retire' };

function stateOf(command: Command): DeviceCommand['state'] {
	if (command.cancelled) return 'cancelled';
	if (isWaiting(command)) return 'queued';
	return command.status === STATUS.completed ? 'done' : 'failed';
}

export interface Frame {
	catchUp(): void;
	aboutToChange(): void;
}

/** Also devices whose record was deleted. */
export function anyDevice({ state }: Scene, id: string): IruDevice {
	const device = state.devices.get(id);
	if (device === undefined) throw new Error(`Iru has no device ${id}`);
	return device;
}

export function createManagement(scene: Scene, { catchUp, aboutToChange }: Frame): DeviceManagement {
	const { state } = scene;
	const seen = (id: string) => {
		catchUp();
		return anyDevice(scene, id);
	};
	const change = (id: string, to: (device: IruDevice) => void) => {
		aboutToChange();
		to(seen(id));
	};
	return {
		enrol: (device) => {
			aboutToChange();
			return enrol(scene, device).id;
		},
		assign: (id, person) => change(id, (device) => (device.userId = person === null ? null : userWith(state, person).id)),
		own: (id, owner) => change(id, (device) => (device.owner = owner)),
		online: (id, yes) =>
			change(id, (device) => {
				device.online = yes;
				if (yes) checkIn(scene, device);
			}),
		checkIn: (id) => change(id, (device) => checkIn(scene, device)),
		refuseNext: (id) => change(id, (device) => (device.refusesNext = true)),
		// Iru says nothing of giving up: what waits for a device waits until it comes.
		expire: (id) => void seen(id),
		commandsOf: (id) =>
			seen(id).commands.flatMap((command) => {
				const action = ACTIONS[command.type];
				return action === undefined ? [] : [{ action, state: stateOf(command), at: command.requestedAt }];
			}),
		stateOf: (id) => {
			const { enrolled, locked, wiped, retired } = seen(id);
			return { enrolled, locked, wiped, retired };
		},
		pinOf: (id) => seen(id).pin,
		devices: () => {
			catchUp();
			return [...state.devices.values()]
				.filter(({ listed }) => listed)
				.map(({ id, serial, platform, owner, userId }) => ({ id, serial, platform, owner, person: userId === null ? null : (state.users.get(userId)?.email ?? null) }));
		},
	};
}
