import type { Scene } from './commands';
import { isWaiting } from './commands';
import { enrol } from './fleet';
import type { Frame } from './management';
import { anyDevice } from './management';
import type { IruToken } from './state';
import { STATUS } from './state';

/** What Iru has besides what every device management has. */
export interface IruAdmin {
	/** The device answers "Not Now" this many times. */
	busy(id: string, times?: number): void;
	/** It has taken what waits for it, and is not done with it. */
	pickUp(id: string): void;
	/** Somebody types the PIN at the lock screen. Throws when it is not the one. */
	unlock(id: string, pin: string): void;
	/** What an erased Mac asks for before it starts. */
	erasePinOf(id: string): string | null;
	/** The person leaves Iru's directory, and their devices keep them. */
	archive(email: string): void;
	/** Endpoints that are ticked for the token of `connection`. */
	permissions(): readonly string[];
	setPermissions(permissions: readonly string[]): void;
	/** So many more Macs of people who do not matter, for lists that are long. */
	populate(count: number): void;
}

export function createAdmin(scene: Scene, token: IruToken, { catchUp, aboutToChange }: Frame): IruAdmin {
	const { state } = scene;
	const device = (id: string) => {
		aboutToChange();
		catchUp();
		return anyDevice(scene, id);
	};
	return {
		busy: (id, times = 1) => {
			device(id).busy = times;
		},
		pickUp: (id) => {
			for (const command of device(id).commands) if (isWaiting(command)) command.status = STATUS.running;
		},
		unlock: (id, pin) => {
			const locked = device(id);
			if (!locked.locked || locked.pin !== pin) throw new Error(`${pin} does not open ${locked.name}`);
			Object.assign(locked, { locked: false, pin: null });
		},
		erasePinOf: (id) => {
			catchUp();
			return anyDevice(scene, id).erasePin;
		},
		archive: (email) => {
			aboutToChange();
			for (const user of state.users.values()) if (user.email === email) user.is_archived = true;
		},
		permissions: () => token.permissions,
		setPermissions: (permissions) => {
			token.permissions = permissions;
		},
		populate: (count) => {
			aboutToChange();
			for (let number = 1; number <= count; number += 1) enrol(scene, { platform: 'macos', owner: 'company', person: `member${number}@kestrel.example` });
		},
	};
}
