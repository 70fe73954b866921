import type { JamfDevice } from './state';
import type { Facts } from './rsql';

export const COMPUTER_SECTIONS = { GENERAL: 'general', HARDWARE: 'hardware', OPERATING_SYSTEM: 'operatingSystem', USER_AND_LOCATION: 'userAndLocation', SECURITY: 'security' } as const;

export const COMPUTER_FIELDS = [
	'id',
	'udid',
	'general.name',
	'general.platform',
	'general.managementId',
	'general.remoteManagement.managed',
	'general.mdmCapable.capable',
	'general.supervised',
	'general.lastContactTime',
	'general.lastEnrolledDate',
	'general.lastLoggedInUsernameBinary',
	'general.lastLoggedInUsernameSelfService',
	'hardware.serialNumber',
	'hardware.model',
	'hardware.appleSilicon',
	'operatingSystem.name',
	'operatingSystem.version',
	'userAndLocation.username',
	'userAndLocation.email',
	'userAndLocation.realname',
	'security.recoveryLockEnabled',
	'security.activationLockEnabled',
] as const;

export const showComputer = (device: JamfDevice): Facts => ({
	id: device.id,
	udid: device.udid,
	general: {
		name: device.name,
		platform: 'Mac',
		managementId: device.managementId,
		remoteManagement: { managed: device.managed, managementUsername: null },
		mdmCapable: { capable: device.managed, capableUsers: [] },
		supervised: device.supervised,
		enrolledViaAutomatedDeviceEnrollment: device.owner === 'company',
		userApprovedMdm: true,
		lastEnrolledDate: device.enrolledAt,
		lastContactTime: device.lastContact,
		lastLoggedInUsernameBinary: device.lastLoggedIn,
		lastLoggedInUsernameBinaryTimestamp: device.lastLoggedIn === null ? null : device.lastContact,
		lastLoggedInUsernameSelfService: null,
		lastLoggedInUsernameSelfServiceTimestamp: null,
	},
	hardware: { make: 'Apple', model: device.model, serialNumber: device.serialNumber, appleSilicon: device.appleSilicon },
	operatingSystem: { name: 'macOS', version: device.osVersion },
	userAndLocation: { username: device.assignee?.username ?? null, realname: device.assignee?.realName ?? null, email: device.assignee?.email ?? null },
	security: { activationLockEnabled: false, recoveryLockEnabled: false },
});

export const MOBILE_SECTIONS = { GENERAL: 'general', HARDWARE: 'hardware', USER_AND_LOCATION: 'userAndLocation', SECURITY: 'security' } as const;

export const MOBILE_FIELDS = ['displayName', 'serialNumber', 'udid', 'username', 'emailAddress'] as const;

export const mobileFacts = ({ name, serialNumber, udid, assignee }: JamfDevice): Facts => ({ displayName: name, serialNumber, udid, username: assignee?.username, emailAddress: assignee?.email });

const OWNERSHIP = { company: 'institutional', personal: 'personal', unknown: null } as const;

const locationOf = ({ assignee }: JamfDevice) => ({ username: assignee?.username ?? null, realName: assignee?.realName ?? null, emailAddress: assignee?.email ?? null });

export const showMobile = (device: JamfDevice): Facts => ({
	mobileDeviceId: device.id,
	deviceType: 'iOS',
	general: {
		udid: device.udid,
		displayName: device.name,
		managementId: device.managementId,
		managed: device.managed,
		supervised: device.supervised,
		deviceOwnershipLevel: OWNERSHIP[device.owner],
		osVersion: device.osVersion,
		lastEnrolledDate: device.enrolledAt,
		lastInventoryUpdateDate: device.lastContact,
	},
	hardware: { model: device.model, serialNumber: device.serialNumber },
	userAndLocation: locationOf(device),
	security: { activationLockEnabled: false, lostModeEnabled: device.lostMode, passcodePresent: true },
});

/** The list of mobile devices tells less, and of the person only the name. */
export const showMobileBriefly = ({ id, name, serialNumber, udid, managementId, model, assignee }: JamfDevice) => ({ id, name, serialNumber, udid, managementId, model, type: 'ios', username: assignee?.username ?? null });

export const showMobileWhole = (device: JamfDevice) => ({
	...showMobileBriefly(device),
	managed: device.managed,
	deviceOwnershipLevel: OWNERSHIP[device.owner],
	lastEnrollmentTimestamp: device.enrolledAt,
	lastInventoryUpdateTimestamp: device.lastContact,
	location: locationOf(device),
	ios: { model: device.model, supervised: device.supervised, unlockToken: Buffer.from(`unlock ${device.udid}`).toString('base64') },
});
