import { randomBytes } from 'node:crypto';
import type { NewDevice } from '../../devices';
import type { EntraState } from '../state';
import { nextId } from '../state';
import type { DeviceRecord, Kind, ManagedDevice } from './device';

/** Of devices Entra has never heard of. */
export const NO_ENTRA_DEVICE = '00000000-0000-0000-0000-000000000000';

export type Enrolment = Pick<NewDevice, 'platform' | 'owner' | 'serial' | 'name'> & {
	userId: string | null;
	enrolledDateTime: string;
	lastSyncDateTime: string;
	azureADDeviceId?: string;
	online?: boolean | null;
};

type Make = Pick<DeviceRecord, 'operatingSystem' | 'osVersion' | 'manufacturer' | 'model'>;

const ANDROID: Make = { operatingSystem: 'Android', osVersion: '16.0', manufacturer: 'Sample', model: 'Phone 9' };

const MAKES: Record<Kind, Make> = {
	windows: { operatingSystem: 'Windows', osVersion: '10.0.26100.4652', manufacturer: 'Sample', model: 'Laptop 14' },
	macos: { operatingSystem: 'macOS', osVersion: '26.1', manufacturer: 'Apple', model: 'MacBook Pro' },
	ios: { operatingSystem: 'iOS', osVersion: '26.1', manufacturer: 'Apple', model: 'iPhone' },
	androidCorporate: ANDROID,
	androidWorkProfile: ANDROID,
	linux: { operatingSystem: 'Linux', osVersion: '24.04', manufacturer: 'Sample', model: 'Workstation 3' },
};

const kindOf = ({ platform, owner }: Enrolment): Kind => (platform !== 'android' ? platform : owner === 'company' ? 'androidCorporate' : 'androidWorkProfile');

/** The way in that goes with the kind of device and its owner. The enrolments of corporate Android are known in /beta only. */
function wayIn(kind: Kind, owner: Enrolment['owner']): DeviceRecord['deviceEnrollmentType'] {
	if (owner !== 'company') return 'userEnrollment';
	if (kind === 'windows') return 'windowsAzureADJoin';
	if (kind === 'macos' || kind === 'ios') return 'appleBulkWithUser';
	return kind === 'androidCorporate' ? 'unknownFutureValue' : 'userEnrollment';
}

/** Puts a device on record, as it enrols itself. */
export function enrolDevice(state: EntraState, given: Enrolment): ManagedDevice {
	const { owner, userId, enrolledDateTime, lastSyncDateTime, azureADDeviceId = NO_ENTRA_DEVICE, online = null } = given;
	const id = nextId(state);
	const kind = kindOf(given);
	const isApple = kind === 'ios' || kind === 'macos';
	const isPhone = kind === 'ios' || kind === 'androidCorporate' || kind === 'androidWorkProfile';
	const number = id.slice(-8).toUpperCase();
	const isSupervised = isApple && owner === 'company';
	const device: ManagedDevice = {
		id,
		userId,
		primaryUserIds: null,
		recordedName: null,
		azureADDeviceId,
		deviceName: given.name ?? `KST-${number}`,
		...MAKES[kind],
		serialNumber: given.serial ?? `SN${number}`,
		imei: isPhone ? `35${Number.parseInt(number, 16).toString().padStart(13, '0').slice(-13)}` : '',
		managedDeviceOwnerType: owner,
		managementAgent: kind === 'androidCorporate' ? 'googleCloudDevicePolicyController' : 'mdm',
		deviceEnrollmentType: wayIn(kind, owner),
		deviceRegistrationState: 'registered',
		complianceState: 'compliant',
		isSupervised,
		isEncrypted: true,
		enrolledDateTime,
		lastSyncDateTime,
		details: {
			activationLockBypassCode: isSupervised ? randomBytes(13).toString('hex').toUpperCase() : null,
			udid: isApple ? `00008120-${number}` : null,
			iccid: null,
			ethernetMacAddress: null,
			physicalMemoryInBytes: 17_179_869_184,
			notes: null,
		},
		orders: [],
		leaving: false,
		unit: { kind, online, dueAtElapsed: null, refusesNext: false, cannotErase: false, hasPasscode: true, locked: false, unlockPin: null, wiped: false, retired: false },
	};
	state.managedDevices.set(id, device);
	return device;
}
