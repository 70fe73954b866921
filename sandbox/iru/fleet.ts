import type { NewDevice } from '../devices';
import { people } from '../company';
import type { Scene } from './commands';
import type { IruDevice, IruState, IruUser } from './state';
import { nextUuid, PLATFORMS } from './state';

const nameOf = (email: string) => {
	const person = people.find(({ workEmail }) => workEmail === email);
	return person === undefined ? (email.split('@')[0] ?? email) : `${person.firstName} ${person.lastName}`;
};

export function userWith(state: IruState, email: string, name = nameOf(email)): IruUser {
	const known = [...state.users.values()].find((user) => user.email === email);
	if (known !== undefined) return known;
	const user: IruUser = { id: nextUuid(state), email, name, is_archived: false };
	state.users.set(user.id, user);
	return user;
}

export function enrol({ state, clock }: Scene, { platform, owner, person, serial, name, online = false }: NewDevice): IruDevice {
	const shown = PLATFORMS[platform];
	if (shown === undefined) throw new Error(`Iru manages no ${platform}`);
	const user = person === null ? null : userWith(state, person);
	const device: IruDevice = {
		id: nextUuid(state),
		platform,
		shown,
		owner,
		serial: serial ?? `IRU${String(state.sequence).padStart(7, '0')}`,
		name: name ?? (user === null ? `Spare ${shown}` : `${user.name}’s ${shown}`),
		userId: user?.id ?? null,
		accounts: shown === 'Mac' ? [person?.split('@')[0] ?? 'admin'] : [],
		firstEnrolledAt: clock.iso(),
		lastCheckInAt: clock.iso(),
		online,
		listed: true,
		enrolled: true,
		locked: false,
		wiped: false,
		retired: false,
		lostMode: null,
		unlockPin: null,
		pin: null,
		erasePin: null,
		refusesNext: false,
		busy: 0,
		commands: [],
	};
	state.devices.set(device.id, device);
	return device;
}
