import type { DevicePlatform, NewDevice } from '../devices';
import type { FleetSettings } from './settings';

export type Owner = NewDevice['owner'];
export type Action = 'lock' | 'unlock' | 'wipe' | 'retire';

/** A host of Linux goes by its distribution. */
export type OperatingSystem = 'darwin' | 'ios' | 'ipados' | 'windows' | 'ubuntu' | 'android';

const PLATFORMS: Record<OperatingSystem, DevicePlatform> = { darwin: 'macos', ios: 'ios', ipados: 'ios', windows: 'windows', ubuntu: 'linux', android: 'android' };
export const platformOf = ({ os }: { os: OperatingSystem }): DevicePlatform => PLATFORMS[os];

export const OS_OF: Record<DevicePlatform, OperatingSystem> = { macos: 'darwin', ios: 'ios', windows: 'windows', linux: 'ubuntu', android: 'android' };

export interface FleetCommand {
	uuid: string;
	action: Action;
	/** As the list of commands calls it; null: it went as a script or through Google, and is in no list. */
	requestType: string | null;
	state: 'queued' | 'done' | 'failed' | 'cancelled';
	/** What will open a Mac that this locks. */
	pin: string | null;
	at: string;
	updatedAt: string;
	dueAtElapsed: number;
}

export interface Mapping {
	email: string;
	source: 'mdm_idp_accounts' | 'google_chrome_profiles' | 'custom';
}

export interface Host {
	id: number;
	/** From before its record was deleted and it came back. */
	formerIds: number[];
	uuid: string;
	hostname: string;
	serial: string;
	ip: string;
	os: OperatingSystem;
	osVersion: string;
	teamId: number;
	mapping: Mapping[];
	/** By the way it was enrolled; Linux is in no MDM. */
	owner: Owner;
	enrolledAt: string;
	seenAt: string;
	/** What Fleet believes of it. */
	record: { mdmOn: boolean; status: 'unlocked' | 'locked' | 'wiped'; pin: string | null; deletedAtElapsed: number | null };
	/** What it is like, whether Fleet knows or not. */
	device: { online: boolean; mdmOn: boolean; locked: boolean; pin: string | null; wiped: boolean; retired: boolean; refusesNext: boolean };
	commands: FleetCommand[];
}

export type Role = 'admin' | 'maintainer' | 'observer';

export interface FleetUser {
	id: number;
	name: string;
	email: string;
	token: string;
	role: Role;
	/** null: of all of them. */
	teamIds: number[] | null;
}

export interface FleetActivity {
	id: number;
	createdAt: string;
	actor: Pick<FleetUser, 'id' | 'name' | 'email'>;
	type: string;
	details: Record<string, unknown>;
}

export interface FleetState {
	sequence: number;
	teams: { id: number; name: string }[];
	hosts: Host[];
	users: FleetUser[];
	activities: FleetActivity[];
	settings: FleetSettings;
}

export const nextId = (state: FleetState): number => ++state.sequence;
