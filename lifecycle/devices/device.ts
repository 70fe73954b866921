export const platforms = ['windows', 'macos', 'ios', 'android', 'chromeos', 'linux', 'other'] as const;
export type Platform = (typeof platforms)[number];

export type Ownership = 'corporate' | 'personal' | 'unknown';

export const deviceActions = ['lock', 'retire', 'wipe'] as const;
export type DeviceAction = (typeof deviceActions)[number];

/**
 * One device as its management shows it, whichever management that is. A type, not an interface: the ledger keeps it, so
 * nothing that opens the device may ever be in it.
 */
export type Device = {
	/** What the management's actions are addressed to. */
	id: string;
	name: string;
	serial: string | null;
	model: string | null;
	platform: Platform;
	osVersion: string | null;
	ownership: Ownership;
	/** What the management has to show for it, in its own words: `managedDeviceOwnerType: company`. */
	ownershipFrom: string;
	/** Everybody the management names as its person, as it names them: ids, addresses, user names, in lower case. */
	holders: string[];
	/** Anything else that speaks against its being this person's, as sentences without their end. What cannot be taken back is not done then. */
	doubts: string[];
	/** Whether the management can still reach it at all. */
	managed: boolean;
	/** Who commands it instead, where this management only knows of it: `Jamf Pro`. */
	managedBy?: string;
	/** Whether it shows a lock screen that the company put there; null where the management does not say. */
	locked: boolean | null;
	lastSeen: string | null;
	/** Since when it has been the device it is now: what was done to it before was done to its earlier life. */
	enrolledAt: string | null;
};

/** Somebody as a device management knows them. */
export interface Holder {
	id: string;
	label: string;
	/** Everything that device rows may call them by, in lower case. */
	names: readonly string[];
}

/** What an administrator recognises it by. */
export const labelOf = ({ name, serial }: Pick<Device, 'name' | 'serial'>): string => (serial === null || name.includes(serial) ? name : `${name} (${serial})`);

/** One serial number is written in several ways. */
export const spelled = (serial: string | null): string => serial?.trim().toUpperCase() ?? '';
