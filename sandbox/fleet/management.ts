import type { Clock } from '../clock';
import type { DeviceCommand, DeviceManagement } from '../devices';
import { checkIn } from './device';
import { ownerOf } from './hosts';
import { addHost, mapped } from './seed/builder';
import type { FleetCommand, FleetState, Host } from './state';
import { OS_OF, platformOf } from './state';

export interface Frame {
	catchUp(): void;
	aboutToChange(): void;
}

type Told = FleetCommand & { action: DeviceCommand['action'] };

/** Also by an id from before the host came back. */
export function hostById(state: FleetState, id: string): Host {
	const found = state.hosts.find((host) => host.id === Number(id) || host.formerIds.includes(Number(id)));
	if (found === undefined) throw new Error(`Fleet has no host ${id}`);
	return found;
}

/** Of a host that two people share, nobody is the person. */
const personOf = ({ mapping: [first, second] }: Host) => (second === undefined ? (first?.email ?? null) : null);

export function createManagement(state: FleetState, clock: Clock, { catchUp, aboutToChange }: Frame, teamId: number): DeviceManagement {
	const seen = (id: string) => {
		catchUp();
		return hostById(state, id);
	};
	const changing = (id: string) => {
		aboutToChange();
		return seen(id);
	};
	return {
		enrol: ({ platform, owner, person, serial, name, online = false }) => {
			aboutToChange();
			return String(addHost(state, clock, { os: OS_OF[platform], owner, teamId, people: person === null ? [] : [person], serial, hostname: name, online }).id);
		},
		assign: (id, person) => {
			changing(id).mapping = person === null ? [] : [mapped(person)];
		},
		own: (id, owner) => {
			changing(id).owner = owner;
		},
		online: (id, yes) => {
			changing(id).device.online = yes;
		},
		checkIn: (id) => checkIn(state, clock, changing(id)),
		refuseNext: (id) => {
			changing(id).device.refusesNext = true;
		},
		/** Fleet gives up on nothing. */
		expire: (id) => void seen(id),
		commandsOf: (id) =>
			seen(id)
				.commands.filter((command): command is Told => command.action !== 'unlock')
				.map(({ action, state: stands, at }) => ({ action, state: stands, at })),
		stateOf: (id) => {
			const host = seen(id);
			const { mdmOn, locked, wiped, retired } = host.device;
			return { enrolled: platformOf(host) === 'linux' ? !wiped : mdmOn, locked, wiped, retired };
		},
		pinOf: (id) => seen(id).device.pin,
		devices: () => {
			catchUp();
			return state.hosts.map((host) => ({ id: String(host.id), serial: host.serial, platform: platformOf(host), owner: ownerOf(host), person: personOf(host) }));
		},
	};
}
