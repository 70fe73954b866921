import { change, satisfied, type Left } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Okta } from '../client';
import { each, listUnlessDeactivated } from '../deactivated';
import { usersPath } from '../find';
import { oktaStep } from './_okta';

type Device = { id: string; name: string; status: string; shared: boolean };
type Devices = { devices: Device[] };

const suspendable = ({ status, shared }: Device) => status === 'ACTIVE' && !shared;
const left = ({ devices }: Devices): Left[] =>
	devices.filter(({ shared, status }) => shared && status === 'ACTIVE').map(({ name }) => ({ what: name, why: 'other people sign in on it too; remove the person from the device in Okta instead' }));
const names = (devices: readonly Device[]) => devices.map(({ name }) => name).join(', ');
const devicePath = (id: string) => path`/api/v1/devices/${id}`;

const readDevice = async (okta: Okta, row: { [key: string]: unknown }): Promise<Device> => {
	const device = parse.object(row['device'], 'device');
	const id = parse.text(device['id'], 'device.id');
	const status = parse.text(device['status'], 'device.status');
	// Whose it is besides matters only where it would be suspended.
	const users = status === 'ACTIVE' ? await okta.list(`${devicePath(id)}/users`) : [];
	const profile = device['profile'] as { displayName?: unknown } | undefined;
	return {
		id,
		name: parse.optionalText(profile?.displayName, 'device.profile.displayName') ?? id,
		status,
		shared: users.length > 1,
	};
};

export const suspendDevices = oktaStep<Devices>({
	id: 'suspendDevices',
	label: 'Suspend Devices',
	danger: "Okta stops trusting the person's registered devices. Devices that other people use too are left alone and reported. Restore Access trusts them again.",
	needs: ['okta.devices.read', 'okta.devices.manage', 'okta.users.read'],
	readBackFrom: 'devices of the account, and who else uses them',
	givenBack: 'yes',
	closes: 'devices',
	remains: ['What is stored on the device: Okta neither locks nor wipes it, so it stays until device management does'],
	stage: 'cut',
	readsLong: true,

	read: async (okta, { id }) => {
		const rows = await listUnlessDeactivated(okta, id, `${usersPath(id)}/devices`);
		return { devices: await Promise.all(rows.map((row) => readDevice(okta, row))) };
	},
	plan: (state) => {
		const mine = state.devices.filter(suspendable);
		return mine.length === 0 ? satisfied('No active device of their own', left(state)) : change(`Suspend ${names(mine)}`, left(state));
	},
	apply: (okta, { id }, { devices }) => each(okta, id, devices.filter(suspendable), (device) => okta.send('POST', `${devicePath(device.id)}/lifecycle/suspend`)),

	undo: {
		plan: (now, before) => {
			const asleep = suspendedSince(now, before);
			return asleep.length === 0 ? satisfied('Devices are as before') : change(`Unsuspend ${names(asleep)}`);
		},
		apply: async (okta, _account, now, before) => {
			for (const device of suspendedSince(now, before)) await okta.send('POST', `${devicePath(device.id)}/lifecycle/unsuspend`);
		},
	},
});

const suspendedSince = (now: Devices, before: Devices): Device[] =>
	now.devices.filter((device) => device.status === 'SUSPENDED' && before.devices.some(({ id, status }) => id === device.id && status === 'ACTIVE'));
