/** What every device management of the company can be told and asked by those who run the company, whatever its API looks like. */
export type DevicePlatform = 'windows' | 'macos' | 'ios' | 'android' | 'linux';

export interface NewDevice {
	platform: DevicePlatform;
	/** What the management has to show for it, in its own words; where it keeps none, by the way the device was enrolled. */
	owner: 'company' | 'personal' | 'unknown';
	/** The work e-mail of the person it is assigned to; null: nobody. */
	person: string | null;
	serial?: string;
	name?: string;
	/** Whether it talks to its management by itself; otherwise only when it is told to check in. */
	online?: boolean;
}

/** One command as the management took it, in the order they came. */
export interface DeviceCommand {
	action: 'lock' | 'retire' | 'wipe';
	/** `expired`, `cancelled`: it will never reach the device. */
	state: 'queued' | 'done' | 'failed' | 'expired' | 'cancelled';
	/** By the company's clock. */
	at: string;
}

export interface DeviceManagement {
	/** Gives the id that the API uses. */
	enrol(device: NewDevice): string;
	/** Whom it is assigned to, as an administrator or an enrolment changes it. */
	assign(id: string, person: string | null): void;
	own(id: string, owner: NewDevice['owner']): void;
	online(id: string, yes: boolean): void;
	/** It talks to its management once and does what waits for it. */
	checkIn(id: string): void;
	/** It will refuse the next command it is given. */
	refuseNext(id: string): void;
	/** The management gives up on what waits for the device, where it does such a thing. */
	expire(id: string): void;
	/** Also of devices that are gone. */
	commandsOf(id: string): readonly DeviceCommand[];
	stateOf(id: string): { enrolled: boolean; locked: boolean; wiped: boolean; retired: boolean };
	/** What opens the lock screen of a Mac that is locked. */
	pinOf(id: string): string | null;
	/** Every device there is, with whom it is assigned to. */
	devices(): readonly { id: string; serial: string; platform: DevicePlatform; owner: NewDevice['owner']; person: string | null }[];
}
