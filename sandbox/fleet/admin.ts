import type { Clock } from '../clock';
import { waiting } from './commands';
import type { Frame } from './management';
import { hostById } from './management';
import { addHost, addUser } from './seed/builder';
import type { FleetState, FleetUser, Host, Mapping, Role } from './state';

export interface FleetAdmin {
	/** By its id, also one from before it came back. */
	host(id: string): Host;
	/** Everybody it is mapped to. */
	map(id: string, mapping: Mapping[]): void;
	/** Somebody types the PIN into a Mac that is locked. Throws unless it is the right one. */
	typePin(id: string, pin: string): void;
	/** An administrator calls back what waits as a script: a lock of Windows or Linux, a wipe of Linux. */
	cancelScripts(id: string): void;
	/** A further API-only user; of these teams alone, where they are given. */
	newUser(role: Role, teamIds?: number[]): FleetUser;
	/** The token is refused from now on. */
	removeUser(token: string): void;
	/** So many more hosts of nobody, for lists that are long. */
	populate(count: number): void;
}

export function createAdmin(state: FleetState, clock: Clock, { catchUp, aboutToChange }: Frame, teamId: number): FleetAdmin {
	const host = (id: string) => {
		catchUp();
		return hostById(state, id);
	};
	const changing = (id: string) => {
		aboutToChange();
		return host(id);
	};
	return {
		host,
		map: (id, mapping) => {
			changing(id).mapping = mapping;
		},
		typePin: (id, pin) => {
			const { device, record, hostname } = changing(id);
			if (device.pin !== pin) throw new Error(`${hostname} does not open with this PIN`);
			Object.assign(device, { locked: false, pin: null });
			Object.assign(record, { status: 'unlocked', pin: null });
		},
		cancelScripts: (id) => {
			const called = changing(id);
			if (called.os === 'android') return;
			for (const command of waiting(called)) if (command.requestType === null) command.state = 'cancelled';
		},
		newUser: (role, teamIds) => addUser(state, 'Another', role, teamIds ?? null),
		removeUser: (token) => {
			state.users = state.users.filter((user) => user.token !== token);
		},
		populate: (count) => {
			aboutToChange();
			for (let number = 0; number < count; number += 1) addHost(state, clock, { os: 'windows', owner: 'company', teamId });
		},
	};
}
