import type { PersonRef } from '../work';
import { deviceActions, type Device } from './device';
import { objectionTo } from './objection';
import { ownershipOf } from './ownership';
import { devicesOf, type DeviceOptions } from './work';
import type { DeviceSystem, DeviceStep } from './system';

export interface Inspection {
	person: string | null;
	/** Why nobody was found, or not one. */
	problem: string | null;
	devices: (Device & {
		/** All sources together, and what they say. */
		owner: { ownership: string; because: string };
		/** For each action: that it may be done, or why not. */
		may: Record<string, string>;
	})[];
}

/** What there is and what might be done to it, with nothing written anywhere. */
export const inspectDevices = async (system: DeviceSystem, person: PersonRef, { register, escrow, mostDevices }: Pick<DeviceOptions, 'register' | 'escrow' | 'mostDevices'>): Promise<Inspection> => {
	const client = system.connect(() => {});
	const found = await system.holderOf(client, person);
	if (found.kind !== 'one') return { person: null, problem: found.why, devices: [] };
	const holder = found.account;
	const devices = await devicesOf(system, client, holder, mostDevices);
	const claims = { holder, register, hasEscrow: escrow !== null };
	const may = (device: Device) => Object.fromEntries(deviceActions.map((action) => [action, objectionTo(stepOf(system, action), device, claims)?.why ?? 'yes']));
	return { person: holder.label, problem: null, devices: devices.map((device) => ({ ...device, owner: ownershipOf(device, register), may: may(device) })) };
};

const stepOf = (system: DeviceSystem, action: string): DeviceStep<never> => system.steps.find(({ id }) => id === action) as DeviceStep<never>;
