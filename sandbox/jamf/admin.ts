import type { DeviceManagement } from '../devices';
import type { Scene } from './call';
import { catchUp } from './commands';
import { deviceByKey } from './devices';
import { assigneeFor, enrol, enrolAgain } from './enrolment';
import { createManagement } from './management';
import type { JamfDevice } from './state';

export interface JamfAdmin {
	management: DeviceManagement;
	/** By id, such as `computer/42`, or serial number. */
	device(key: string): JamfDevice;
	/** Those the inventory says are this person's, by work e-mail. */
	devicesOf(email: string): JamfDevice[];
	/** Somebody types a PIN at the lock screen; throws where it is not the one. */
	unlock(key: string, pin: string): void;
	/** The device will answer the next command that it cannot do it now, and be asked again. */
	deferNext(key: string): void;
	/** Pushes stop reaching the device until there is a blank one. */
	losePush(key: string): void;
	/** Somebody sets the device up again, after a wipe for example. */
	enrolAgain(key: string, person: string | null): void;
	/** Somebody signs in to a Mac, whoever it is assigned to. */
	signIn(key: string, username: string): void;
	privilegesOf(clientId: string): readonly string[];
	setPrivileges(clientId: string, privileges: readonly string[]): void;
	/** So many more Macs of nobody. */
	populate(count: number): void;
}

export function createAdmin(scene: Scene, aboutToChange: () => void): JamfAdmin {
	const { state } = scene;
	const device = (key: string) => {
		catchUp(scene);
		return deviceByKey(state, key);
	};
	const changing = (key: string) => {
		aboutToChange();
		return device(key);
	};
	const client = (clientId: string) => {
		const known = state.clients.get(clientId);
		if (known === undefined) throw new Error(`Jamf has no API client ${clientId}`);
		return known;
	};
	return {
		management: createManagement(scene, aboutToChange),
		device,
		devicesOf: (email) => state.devices.filter(({ assignee }) => assignee?.email === email),
		unlock: (key, pin) => {
			const locked = changing(key);
			if (locked.lock?.pin !== pin) throw new Error(`${locked.name} does not unlock with this PIN`);
			locked.lock = null;
		},
		deferNext: (key) => {
			changing(key).nextAnswer = 'NOT_NOW';
		},
		losePush: (key) => {
			changing(key).pushLost = true;
		},
		enrolAgain: (key, person) => enrolAgain(scene, changing(key), person === null ? null : assigneeFor(person)),
		signIn: (key, username) => {
			changing(key).lastLoggedIn = username;
		},
		privilegesOf: (clientId) => client(clientId).privileges,
		setPrivileges: (clientId, privileges) => {
			client(clientId).privileges = [...privileges];
		},
		populate: (count) => {
			for (let number = 1; number <= count; number += 1) enrol(scene, { platform: 'macos', owner: 'company', person: null });
		},
	};
}
