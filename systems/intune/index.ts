import type { DeviceSystem } from '../../lifecycle/devices/system';
import type { HowToFind } from '../http/microsoft/user';
import type { Http } from '../http/types';
import { intuneClient, type Intune } from './client';
import { allDevices, devicesOf, readDevice, syncPath, type IntuneDevice } from './devices';
import { holderOf } from './holder';
import { lock } from './steps/lock';
import { retire } from './steps/retire';
import { wipe } from './steps/wipe';

export const intuneSteps = [lock, retire, wipe] as const;

export const listing = { id: 'intune', label: 'Intune', steps: intuneSteps } as const;

export const intuneSystem = (http: Http, settings: HowToFind): DeviceSystem<Intune, IntuneDevice> => ({
	...listing,
	connect: (observe) => intuneClient(http, settings, observe),
	holderOf,
	devicesOf,
	read: readDevice,
	all: allDevices,
	// Whether a synchronisation hides the PIN of a Mac that is being locked is not documented.
	nudge: async (intune, { id, platform }) => (platform === 'macos' ? undefined : await intune.nudge(syncPath(id))),
});
