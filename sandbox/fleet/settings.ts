import type { Owner } from './state';

export interface FleetSettings {
	/** Without it, lock, unlock and wipe are refused; only company-owned Android can be wiped. */
	premium: boolean;
	/** How a free server refuses what needs Premium. */
	premiumRefusal: 402 | 403;
	/** Whether hosts run scripts; Windows and Linux are locked by one, and Linux is wiped by one. */
	scripts: boolean;
	/** Whether the list of hosts ignores `query` and shows them all. */
	queryIgnored: boolean;
	/** Whether `view_pin` makes lock show the PIN of a Mac; older builds always answer 204. */
	viewPin: boolean;
	/** Whether lock, unlock and wipe answer 200 with `device_status` and `pending_action`, as newer builds do. Not in the vendor file. */
	answersWithStatus: boolean;
	/** What `device_status` says while something waits: its own word, or what it was before with only `pending_action` set; both are reported. */
	pendingStatus: 'named' | 'unchanged';
	/** What is answered to locking what is locked, unlocking what is not, wiping what is wiped. The server's source has 409; what still waits is 422 everywhere. */
	alreadyAnswer: 422 | 409;
	/** Whether a locked host can be wiped. The server's source refuses, until it is unlocked. Not in the vendor file. */
	wipesLocked: boolean;
	/** Whether `DeviceLock` is left out of the commands unless it is asked for by name (4.73). */
	omitsDeviceLock: boolean;
	/** What `enrollment_status` says; newer builds have `On (company-owned)` and `On (manual - personal)`. */
	enrollmentWords: Record<Owner, string>;
	/** Whether MDM can be turned off on Windows; the server's source says no. Not in the vendor file. */
	unenrolsWindows: boolean;
	/** Whether MDM shows as `Off` as soon as that was asked for, or once the device did it; the server's source has the first. Not in the vendor file. */
	unenrolShown: 'at-once' | 'when-done';
	/** Until a host that is online does what waits for it, and one whose record was deleted comes back. */
	checkInMs: number;
}

export const defaultSettings: FleetSettings = {
	premium: true,
	premiumRefusal: 402,
	scripts: true,
	queryIgnored: false,
	viewPin: true,
	answersWithStatus: false,
	pendingStatus: 'named',
	alreadyAnswer: 422,
	wipesLocked: false,
	omitsDeviceLock: false,
	enrollmentWords: { company: 'On (automatic)', personal: 'On (personal)', unknown: 'On (manual)' },
	unenrolsWindows: false,
	unenrolShown: 'at-once',
	checkInMs: 60,
};
