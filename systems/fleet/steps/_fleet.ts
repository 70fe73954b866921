import type { DeviceAction } from '../../../lifecycle/devices/device';
import type { DeviceStep } from '../../../lifecycle/devices/system';
import type { Fleet } from '../client';
import type { FleetHost } from '../hosts';

/** Every file in this folder is one action; this is the shape they share. */
export const fleetStep = (step: DeviceStep<Fleet, FleetHost>): DeviceStep<Fleet, FleetHost> => step;

export const maintainer = 'maintainer in the team of the host';
export const premium = 'Fleet Premium';

const named: Readonly<Record<string, string>> = { lock: 'a lock', unlock: 'an unlock', wipe: 'a wipe' };

/** Fleet refuses whatever comes while a host has yet to answer something else. */
export const notWhileOtherWaits =
	(action: DeviceAction) =>
	({ waits }: FleetHost): string | null =>
		waits === null || waits === action ? null : `${Object.hasOwn(named, waits) ? named[waits] : `"${waits}"`} waits for it, and Fleet takes nothing else before it has answered that. It is asked again when the case is followed up next`;
