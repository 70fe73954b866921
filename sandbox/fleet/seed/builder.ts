import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { FleetSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { FleetState, FleetUser, Host, Mapping, OperatingSystem, Owner, Role } from '../state';
import { nextId, platformOf } from '../state';

const DAY = 86_400_000;

const VERSIONS: Record<OperatingSystem, string> = {
	darwin: 'macOS 15.6',
	ios: 'iOS 18.6',
	ipados: 'iPadOS 18.6',
	windows: 'Windows 11 Enterprise 24H2',
	ubuntu: 'Ubuntu 24.04',
	android: 'Android 16',
};

export interface HostFields {
	os: OperatingSystem;
	owner: Owner;
	teamId: number;
	people?: readonly string[];
	serial?: string | undefined;
	hostname?: string | undefined;
	online?: boolean | undefined;
}

export const mapped = (email: string): Mapping => ({ email, source: 'mdm_idp_accounts' });

/** Ids and UUIDs follow from the order alone, so that every company has the same. */
export function addHost(state: FleetState, clock: Clock, { os, owner, teamId, people = [], serial, hostname, online = false }: HostFields, daysAgo = 0): Host {
	const id = nextId(state);
	const since = new Date(clock.now() - daysAgo * DAY).toISOString();
	const mdmOn = platformOf({ os }) !== 'linux';
	const host: Host = {
		id,
		formerIds: [],
		uuid: `f1ee7000-0000-4000-8000-${id.toString(16).padStart(12, '0')}`,
		hostname: hostname ?? `kst-${os}-${id}`,
		serial: serial ?? `KSTF${String(id).padStart(6, '0')}`,
		ip: `10.20.${Math.floor(id / 250)}.${(id % 250) + 1}`,
		os,
		osVersion: VERSIONS[os],
		teamId,
		mapping: people.map(mapped),
		owner,
		enrolledAt: since,
		seenAt: clock.iso(),
		record: { mdmOn, status: 'unlocked', pin: null, deletedAtElapsed: null },
		device: { online, mdmOn, locked: false, pin: null, wiped: false, retired: false, refusesNext: false },
		commands: [],
	};
	state.hosts.push(host);
	return host;
}

export function addUser(state: FleetState, name: string, role: Role, teamIds: number[] | null = null): FleetUser {
	const id = nextId(state);
	const user: FleetUser = { id, name, email: `${name.toLowerCase().replaceAll(' ', '-')}-${id}@kestrel.example`, token: randomUUID().replaceAll('-', ''), role, teamIds };
	state.users.push(user);
	return user;
}

export function emptyFleet(settings: Partial<FleetSettings>): FleetState {
	return { sequence: 0, teams: [], hosts: [], users: [], activities: [], settings: { ...structuredClone(defaultSettings), ...settings } };
}

export function addTeam(state: FleetState, name: string): number {
	const id = nextId(state);
	state.teams.push({ id, name });
	return id;
}
