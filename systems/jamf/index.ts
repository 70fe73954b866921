import { holderByEmail } from '../../lifecycle/devices/holder';
import type { Holder } from '../../lifecycle/devices/device';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import type { PersonRef } from '../../lifecycle/work';
import type { Http } from '../http/types';
import { jamfClient, type Jamf, type KnownVersion } from './client';
import type { JamfDevice } from './device';
import { allDevices, devicesOf, readDevice } from './devices';
import { lock } from './steps/lock';
import { retire } from './steps/retire';
import { wipe } from './steps/wipe';

export const jamfSteps = [lock, retire, wipe] as const;

export const listing = { id: 'jamf', label: 'Jamf Pro', steps: jamfSteps } as const;

/** Records without an address have a user name: the address itself, or what stands before its @. */
const holderOf = (person: PersonRef): Holder => {
	const holder = holderByEmail(listing.label, person);
	return { ...holder, names: [holder.id, holder.id.slice(0, holder.id.indexOf('@'))] };
};

export const jamfSystem = (http: Http): DeviceSystem<Jamf, JamfDevice> => {
	const known: KnownVersion = {};
	return {
		...listing,
		connect: (observe) => jamfClient(http, observe, known),
		holderOf: async (_jamf, person) => ({ kind: 'one', account: holderOf(person) }),
		devicesOf,
		read: readDevice,
		all: allDevices,
		nudge: async (jamf, { managementId }) => {
			if (managementId !== null) await jamf.order('/api/v2/mdm/blank-push', { clientManagementIds: [managementId] });
		},
	};
};
