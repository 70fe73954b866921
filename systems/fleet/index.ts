import { holderByEmail } from '../../lifecycle/devices/holder';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import type { Http } from '../http/types';
import { fleetClient, type Fleet } from './client';
import { allHosts, hostsOf, readHost, type FleetHost } from './hosts';
import { lock } from './steps/lock';
import { retire } from './steps/retire';
import { wipe } from './steps/wipe';

export const fleetSteps = [lock, retire, wipe] as const;

export const listing = { id: 'fleet', label: 'Fleet', steps: fleetSteps } as const;

export const fleetSystem = (http: Http): DeviceSystem<Fleet, FleetHost> => ({
	...listing,
	connect: (observe) => fleetClient(http, observe),
	holderOf: async (_fleet, person) => ({ kind: 'one', account: holderByEmail('Fleet', person) }),
	devicesOf: hostsOf,
	read: readHost,
	all: allHosts,
});
