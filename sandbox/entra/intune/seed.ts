import { cast, personById, type Person } from '../../company';
import type { Builder } from '../seed/builder';
import { ALL_STAFF_DOMAIN } from '../seed/names';
import type { Device, EntraUser } from '../state';
import { enrolDevice, type Enrolment } from './enrolment';
import type { ManagedDevice } from './device';

const GONE_USER_ID = '6a6d6c00-90e5-4e12-8000-0000000000e1';

type Given = Pick<Enrolment, 'platform' | 'owner' | 'serial' | 'name'> & { joined?: Device };

export function enrolled({ state, ago }: Pick<Builder, 'state' | 'ago'>, user: EntraUser | null, { joined, ...given }: Given): ManagedDevice {
	return enrolDevice(state, { ...given, userId: user?.id ?? null, enrolledDateTime: ago(200), lastSyncDateTime: ago(1), ...(joined === undefined ? {} : { azureADDeviceId: joined.deviceId }) });
}

/** Devices of others that Intune manages, and those whose person is not plain to see. */
export function equipCompany(builder: Builder, userOf: (person: Person) => EntraUser): void {
	const leaver = userOf(cast.leaver);
	const give = (personId: string | null, given: Given) => enrolled(builder, personId === null ? null : userOf(personById(personId)), given);

	enrolled(builder, leaver, { platform: 'macos', owner: 'company', serial: 'KST-MBP-3030', name: 'Mateo’s MacBook Pro' });

	give('15', { platform: 'macos', owner: 'company', serial: 'KST-MBP-1515', name: 'Petra’s MacBook Pro' });
	give('16', { platform: 'windows', owner: 'company', serial: 'KST-WIN-1616', name: 'KST-WIN-1616' });
	give('39', { platform: 'android', owner: 'company', serial: 'KST-AND-3939', name: 'Josh’s phone' });
	give('39', { platform: 'android', owner: 'personal', serial: 'PRV-AND-3939', name: 'Josh’s own phone' });
	give('25', { platform: 'ios', owner: 'unknown', serial: 'KST-IPD-2525', name: 'Chloe’s iPad' });
	give('27', { platform: 'linux', owner: 'company', serial: 'KST-LNX-2727', name: 'kst-lnx-2727' });
	Object.assign(give('29', { platform: 'macos', owner: 'company', serial: 'KST-MBP-2929', name: 'Ewa’s MacBook Pro' }), { managementAgent: 'jamf' });
	Object.assign(give('40', { platform: 'windows', owner: 'company', serial: 'KST-WIN-4040', name: 'KST-WIN-4040' }), { managementAgent: 'configurationManagerClientMdm', deviceEnrollmentType: 'windowsCoManagement' });
	give(null, { platform: 'windows', owner: 'company', serial: 'KST-WIN-0001', name: 'Meeting room Berlin' });

	// Whoever set it up for the leaver signed in to it first.
	const shared = give('10', { platform: 'ios', owner: 'company', serial: 'KST-IPD-0002', name: 'Test bench iPad' });
	Object.assign(shared, { deviceEnrollmentType: 'deviceEnrollmentManager', primaryUserIds: [leaver.id] });

	// Of somebody whose account is long gone, and whose name has the leaver's in it.
	const other = enrolled(builder, null, { platform: 'windows', owner: 'company', serial: 'KST-WIN-0003', name: 'KST-WIN-0003' });
	Object.assign(other, { userId: GONE_USER_ID, primaryUserIds: [], recordedName: `jose.${leaver.userPrincipalName.replace(`@${ALL_STAFF_DOMAIN}`, '')}@${ALL_STAFF_DOMAIN}` });
}
