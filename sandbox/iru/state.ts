import { createHash } from 'node:crypto';
import type { DevicePlatform, NewDevice } from '../devices';
import type { IruSettings } from './settings';

export type IruPlatform = 'Mac' | 'iPhone' | 'Windows' | 'Android';

/** Iru manages no Linux. */
export const PLATFORMS: Partial<Record<DevicePlatform, IruPlatform>> = { macos: 'Mac', ios: 'iPhone', windows: 'Windows', android: 'Android' };

export interface IruUser {
	id: string;
	email: string;
	name: string;
	is_archived: boolean;
}

export const STATUS = { pending: 1, running: 2, completed: 3, failed: 4, notNow: 5 } as const;
export type CommandStatus = (typeof STATUS)[keyof typeof STATUS];

/** `DeviceLock` and `EraseDevice` are the vendor's words; the others are Apple's for the same requests. */
export type CommandType =
	| 'DeviceLock'
	| 'EraseDevice'
	| 'EnableLostMode'
	| 'DisableLostMode'
	| 'DeleteUser'
	| 'UnlockUserAccount'
	| 'RestartDevice'
	| 'ShutDownDevice'
	| 'ClearPasscode'
	| 'RemoveManagement';

export interface Command {
	uuid: string;
	type: CommandType;
	status: CommandStatus;
	/** Nobody will ever hear of it: its device's record was deleted before the device had done it. */
	cancelled: boolean;
	requestedAt: string;
	completedAt: string | null;
	pushedAt: string;
	attempts: number;
	errors: readonly object[];
	dueAtElapsed: number;
	parameters: { pin?: string; userName?: string; lostMode?: LostMode };
}

export interface LostMode {
	enabledAt: string;
	message: string;
	phoneNumber: string;
	footnote: string;
}

export interface IruDevice {
	id: string;
	platform: DevicePlatform;
	shown: IruPlatform;
	owner: NewDevice['owner'];
	serial: string;
	name: string;
	userId: string | null;
	/** Local accounts of a Mac. */
	accounts: string[];
	firstEnrolledAt: string;
	lastCheckInAt: string;
	online: boolean;
	/** The record is there; a deleted one is kept for what becomes of its device. */
	listed: boolean;
	enrolled: boolean;
	locked: boolean;
	wiped: boolean;
	retired: boolean;
	lostMode: LostMode | null;
	/** What Iru knows as the PIN of the last lock, what the Mac's lock screen asks for, and what it asks for once it is erased. */
	unlockPin: string | null;
	pin: string | null;
	erasePin: string | null;
	refusesNext: boolean;
	/** How many more times it says "Not Now". */
	busy: number;
	commands: Command[];
}

export interface IruToken {
	value: string;
	/** Endpoints as they are ticked, such as `DELETE /devices/{device_id}`. */
	permissions: readonly string[];
}

export interface IruState {
	sequence: number;
	devices: Map<string, IruDevice>;
	users: Map<string, IruUser>;
	tokens: IruToken[];
	settings: IruSettings;
}

export const nextUuid = (state: IruState): string =>
	createHash('sha256')
		.update(`iru${++state.sequence}`)
		.digest('hex')
		.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-9$4-$5');
