import type { DevicePlatform } from '../../devices';

/** Android is two platforms to Intune: what the company owns, and a work profile on somebody's own. */
export type Kind = Exclude<DevicePlatform, 'android'> | 'androidCorporate' | 'androidWorkProfile';

export type ActionName = 'wipe' | 'retire' | 'remoteLock' | 'resetPasscode' | 'rotateBitLockerKeys' | 'rebootNow' | 'enableLostMode' | 'disableLostMode';

export type OrderState = 'pending' | 'active' | 'done' | 'failed' | 'notSupported' | 'canceled';

/** An action as it was accepted, and what became of it. Of deleting a record, too, which no device is told. */
export interface Order {
	id: string;
	action: ActionName | 'delete';
	state: OrderState;
	startedAt: number;
	updatedAt: number;
	askedBy: string;
	options: Readonly<Record<string, unknown>>;
	/** What will open a Mac once it is locked. */
	unlockPin: string | null;
	passcode: string | null;
}

/** What Intune keeps of a device; names are the vendor's. */
export interface DeviceRecord {
	/** Who enrolled it; null: nobody. */
	userId: string | null;
	azureADDeviceId: string;
	deviceName: string;
	operatingSystem: string;
	osVersion: string;
	manufacturer: string;
	model: string;
	serialNumber: string;
	imei: string;
	managedDeviceOwnerType: 'company' | 'personal' | 'unknown';
	managementAgent: 'mdm' | 'easMdm' | 'eas' | 'intuneClient' | 'configurationManagerClient' | 'configurationManagerClientMdm' | 'jamf' | 'googleCloudDevicePolicyController' | 'unknown';
	deviceEnrollmentType:
		| 'unknown'
		| 'userEnrollment'
		| 'deviceEnrollmentManager'
		| 'appleBulkWithUser'
		| 'appleBulkWithoutUser'
		| 'appleUserEnrollment'
		| 'windowsAzureADJoin'
		| 'windowsAutoEnrollment'
		| 'windowsCoManagement'
		| 'unknownFutureValue';
	deviceRegistrationState: 'notRegistered' | 'registered' | 'revoked' | 'keyConflict' | 'approvalPending' | 'unknown';
	complianceState: 'unknown' | 'compliant' | 'noncompliant';
	isSupervised: boolean;
	isEncrypted: boolean;
	enrolledDateTime: string;
	lastSyncDateTime: string;
}

/** What Graph tells of one device only, and only if asked for by name. */
export interface DeviceDetails {
	activationLockBypassCode: string | null;
	udid: string | null;
	iccid: string | null;
	ethernetMacAddress: string | null;
	physicalMemoryInBytes: number;
	notes: string | null;
}

/** The thing itself, whatever its record says. */
export interface Unit {
	kind: Kind;
	/** Whether it talks to Intune by itself; null: as `checkInMs` says. */
	online: boolean | null;
	dueAtElapsed: number | null;
	refusesNext: boolean;
	/** A Mac that cannot erase all content and settings in the usual way. */
	cannotErase: boolean;
	hasPasscode: boolean;
	locked: boolean;
	unlockPin: string | null;
	wiped: boolean;
	retired: boolean;
}

export interface ManagedDevice extends DeviceRecord {
	id: string;
	/** Null: whoever enrolled it. */
	primaryUserIds: string[] | null;
	/** The user principal name as Intune has it, where it does not follow the directory. */
	recordedName: string | null;
	details: DeviceDetails;
	orders: Order[];
	/** It was removed, and its record goes when it checks in again. */
	leaving: boolean;
	unit: Unit;
}

export const platformOf = ({ kind }: Unit): DevicePlatform => (kind === 'androidCorporate' || kind === 'androidWorkProfile' ? 'android' : kind);

/** The device has not answered yet. */
export const isWaiting = ({ state }: Order): boolean => state === 'pending' || state === 'active';

export const isRemoval = ({ action }: Order): boolean => action === 'wipe' || action === 'retire';

/** It was told to go, or is gone. */
export const isOnItsWayOut = ({ orders }: ManagedDevice): boolean => orders.some((order) => isRemoval(order) && (isWaiting(order) || order.state === 'done'));

export const primaryIds = ({ primaryUserIds, userId }: ManagedDevice): readonly string[] => primaryUserIds ?? (userId === null ? [] : [userId]);
