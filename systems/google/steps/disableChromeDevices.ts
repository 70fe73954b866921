import { Problem } from '../../../lifecycle/problem';
import { change, satisfied, type Left } from '../../../lifecycle/step';
import type { Dictionary } from '../../http/parse';
import { parse, type Google } from '../client';
import { customer, googleStep } from './_google';

type Device = { id: string; name: string; status: string; own: boolean };
type Devices = { devices: Device[] };

const mostAtOnce = 50;

const active = ({ status }: Device) => status === 'ACTIVE';
const mine = ({ devices }: Devices) => devices.filter((device) => active(device) && device.own);
const left = ({ devices }: Devices): Left[] =>
	devices.filter((device) => active(device) && !device.own).map(({ name }) => ({ what: name, why: 'the person signed in on it, but it is not assigned to them, so others may use it; disable it in the Admin console if it is theirs' }));
const names = (devices: readonly Device[]) => devices.map(({ name }) => name).join(', ');

const parseDevice = (row: Dictionary, label: string): Device => {
	const id = parse.text(row['deviceId'], 'chromeosdevice.deviceId');
	return {
		id,
		name: [parse.optionalText(row['model'], 'chromeosdevice.model'), parse.optionalText(row['serialNumber'], 'chromeosdevice.serialNumber')].filter((text) => text !== null).join(' ') || id,
		status: parse.text(row['status'], 'chromeosdevice.status'),
		own: String(row['annotatedUser'] ?? '').toLowerCase() === label,
	};
};

const changeStatus = async ({ directory }: Google, devices: readonly Device[], action: 'DISABLE' | 'REENABLE'): Promise<void> => {
	for (let from = 0; from < devices.length; from += mostAtOnce) {
		const { body } = await directory.send('POST', `${customer}/devices/chromeos:batchChangeStatus`, {
			deviceIds: devices.slice(from, from + mostAtOnce).map(({ id }) => id),
			changeChromeOsDeviceStatusAction: `CHANGE_CHROME_OS_DEVICE_STATUS_ACTION_${action}`,
		});
		const results = Object(body)['changeChromeOsDeviceStatusResults'];
		// The call as a whole succeeds also where it refuses single devices.
		const refused = Array.isArray(results) ? results.filter((result) => Object(result)['error'] !== undefined) : [];
		if (refused.length > 0) throw new Problem('rejected', `Google refused to change ${refused.length} of ${devices.length} Chromebooks. Look at them in the Admin console, then run the case again.`);
	}
};

export const disableChromeDevices = googleStep<Devices>({
	id: 'disableChromeDevices',
	label: 'Disable Chromebooks',
	danger: 'Chromebooks assigned to the person are locked and show a notice to return them; what is stored on them stays. Restore Access enables them again.',
	needs: ['admin.directory.device.chromeos'],
	readBackFrom: 'status of the ChromeOS devices',
	givenBack: 'yes',
	closes: 'devices',
	remains: ['A Chromebook that does not connect: it locks when it next does'],
	stage: 'devices',

	read: async ({ directory }, { label }) => {
		const search = (query: string) => directory.list(`${customer}/devices/chromeos`, 'chromeosdevices', { query, maxResults: 200 });
		const rows = (await Promise.all([search(`user:${label}`), search(`recent_user:${label}`)])).flat();
		return { devices: [...new Map(rows.map((row) => parseDevice(row, label)).map((device) => [device.id, device])).values()] };
	},
	plan: (state) => {
		const devices = mine(state);
		return devices.length === 0 ? satisfied('No active Chromebook assigned to the person', left(state)) : change(`Disable ${names(devices)}`, left(state));
	},
	apply: (google, _account, state) => changeStatus(google, mine(state), 'DISABLE'),

	undo: {
		plan: (now, before) => {
			const off = disabledSince(now, before);
			return off.length === 0 ? satisfied('Chromebooks are as before') : change(`Enable ${names(off)}`);
		},
		apply: (google, _account, now, before) => changeStatus(google, disabledSince(now, before), 'REENABLE'),
	},
});

const disabledSince = (now: Devices, before: Devices): Device[] => now.devices.filter(({ id, status }) => status === 'DISABLED' && mine(before).some((device) => device.id === id));
