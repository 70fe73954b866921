import { asProblem } from '../../../lifecycle/problem';
import { change, forThePerson, satisfied, type Left } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Dictionary } from '../../http/parse';
import { path } from '../../http/path';
import { parse, type Entra } from '../client';
import { each } from '../../http/gone';
import { parseId, usersPath } from '../../http/microsoft/user';
import { entraStep } from './_entra';

type Device = { id: string; name: string; enabled: boolean; owned: boolean; onPremises: boolean };
type Devices = {
	devices: Device[];
	/** Enrolled in Intune; null where that may not be read. */
	managed: string[] | null;
};

const select = 'id,displayName,accountEnabled,trustType,onPremisesSyncEnabled';

const disableable = ({ enabled, owned, onPremises }: Device) => enabled && owned && !onPremises;
const names = (devices: readonly Device[]) => devices.map(({ name }) => name).join(', ');

const left = ({ devices, managed }: Devices): Left[] => [
	...devices.filter((device) => device.enabled && !disableable(device)).map(({ name, onPremises }) => ({
		what: name,
		why: onPremises ? 'joined to Active Directory, which owns it; disable the computer there' : 'belongs to somebody else; remove the person from it in the Entra admin center',
	})),
	...(managed ?? []).map((what) => ({ what, why: 'enrolled in Intune, where what is stored on it stays until it is retired or wiped: Intune admin center, Devices' })),
];

const readDevices = async (entra: Entra, id: string, link: 'ownedDevices' | 'registeredDevices'): Promise<Dictionary[]> => entra.list(`${usersPath(id)}/${link}/microsoft.graph.device`, { $select: select });

const parseDevice = (row: Dictionary, owned: boolean): Device => {
	const id = parseId(row['id'], 'device.id');
	return {
		id,
		name: parse.optionalText(row['displayName'], 'device.displayName') ?? id,
		enabled: row['accountEnabled'] !== false,
		owned,
		onPremises: row['trustType'] === 'ServerAd' || row['onPremisesSyncEnabled'] === true,
	};
};

const readManaged = async (entra: Entra, id: string): Promise<string[] | null> => {
	try {
		const rows = await entra.list(`${usersPath(id)}/managedDevices`, { $select: 'id,deviceName' });
		return rows.map((row) => parse.optionalText(row['deviceName'], 'managedDevice.deviceName') ?? parse.text(row['id'], 'managedDevice.id'));
	} catch (error) {
		// Tenants without Intune refuse it in several ways, and none of them says anything about these devices.
		const { code } = asProblem(error);
		if (code === 'forbidden' || code === 'not_found' || code === 'rejected') return null;
		throw error;
	}
};

export const disableDevices = entraStep<Devices>({
	id: 'disableDevices',
	label: 'Disable Devices',
	danger: "The person's own devices can no longer sign anybody in to Entra ID. Devices of others and of Active Directory are left alone and reported, and so is what Intune manages. Restore Access enables them again.",
	needs: ['Directory.Read.All', 'Device.ReadWrite.All', 'DeviceManagementManagedDevices.Read.All'],
	readBackFrom: '`accountEnabled` of each device',
	givenBack: 'yes',
	closes: 'devices',
	remains: ['What is stored on the device: Entra ID neither locks nor wipes it, so it stays until device management does'],
	stage: 'cut',

	read: async (entra, { id }) => {
		const [owned, registered, managed] = await Promise.all([readDevices(entra, id, 'ownedDevices'), readDevices(entra, id, 'registeredDevices'), readManaged(entra, id)]);
		const mine = owned.map((row) => parseDevice(row, true));
		const used = registered.map((row) => parseDevice(row, false)).filter((device) => !mine.some((other) => other.id === device.id));
		return { devices: [...mine, ...used], managed };
	},
	plan: (state) => {
		const mine = state.devices.filter(disableable);
		const unseen = state.managed === null ? '; what Intune manages could not be read' : '';
		return mine.length === 0 ? satisfied(`No enabled device of their own${unseen}`, left(state)) : change(`Disable ${names(mine)}${unseen}`, left(state));
	},
	apply: (entra, _account, { devices }) => each(devices.filter(disableable), ({ id }) => entra.send('PATCH', path`/v1.0/devices/${id}`, { accountEnabled: false })),

	undo: {
		plan: (now, before) => {
			const off = disabledSince(now, before);
			const gone = before.devices.filter((device) => disableable(device) && !now.devices.some(({ id }) => id === device.id));
			if (off.length > 0) return change(`Enable ${names(off)}`);
			return gone.length === 0 ? satisfied('Devices are as before') : forThePerson(`Entra ID has these devices of theirs no more; the person registers them again: ${names(gone)}`);
		},
		apply: (entra, _account, now, before) => tryEach(disabledSince(now, before), ({ id }) => entra.send('PATCH', path`/v1.0/devices/${id}`, { accountEnabled: true })),
	},
});

const disabledSince = (now: Devices, before: Devices): Device[] => now.devices.filter((device) => !device.enabled && before.devices.some((earlier) => earlier.id === device.id && disableable(earlier)));
