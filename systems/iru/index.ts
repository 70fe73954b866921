import { holderByEmail } from '../../lifecycle/devices/holder';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import type { Http } from '../http/types';
import { iruClient, type Iru } from './client';
import { allDevices, devicesOf, readDevice, type IruDevice } from './devices';
import { lock } from './steps/lock';
import { retire } from './steps/retire';
import { wipe } from './steps/wipe';

export const iruSteps = [lock, retire, wipe] as const;

export const listing = { id: 'iru', label: 'Iru', steps: iruSteps } as const;

export const iruSystem = (http: Http): DeviceSystem<Iru, IruDevice> => ({
	...listing,
	connect: (observe) => iruClient(http, observe),
	holderOf: async (_iru, person) => ({ kind: 'one', account: holderByEmail('Iru', person) }),
	devicesOf,
	read: readDevice,
	all: allDevices,
});
