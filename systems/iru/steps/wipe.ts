import type { Device } from '../../../lifecycle/devices/device';
import { Problem } from '../../../lifecycle/problem';
import type { Dictionary } from '../../http/parse';
import { path } from '../../http/path';
import { commandsOf, erasures, listsCommandsOf } from '../commands';
import { iruStep, reading, unknownPlatform } from './_iru';

/** The number of a company phone stays with it, and so does the plan in it: the next person needs them. */
const bodyFor = ({ platform, name }: Device, pin: string | null): Dictionary => {
	switch (platform) {
		case 'macos':
			if (pin === null) throw new Problem('misconfigured', `${name} was not wiped: a Mac is wiped with a PIN, and there was none to send.`);
			return { PIN: pin };
		case 'ios':
			return { PreserveDataPlan: true };
		case 'windows':
			return { erase_mode: 'WIPE' };
		default:
			return { erase_flags: 'WIPE_EXTERNAL_STORAGE' };
	}
};

export const wipe = iruStep({
	id: 'wipe',
	label: 'Wipe',
	danger: 'Company devices are reset to how they left the factory, with everything on them. What is wiped cannot be given back. A Mac may ask for a PIN afterwards, which is made up for it and kept where you choose.',
	needs: [...reading, 'POST /devices/{device_id}/action/erase'],
	readBackFrom: 'commands of the device; for Windows and Android, Iru does not document that they show there',
	givenBack: 'no',
	closes: 'devices',
	remains: ['A device that does not connect: it keeps what it has until it does'],
	stage: 'devices',
	erases: true,
	listsAll: listsCommandsOf,

	unsupported: ({ platform }) => (platform === 'other' ? unknownPlatform : null),
	pin: ({ platform }) => (platform === 'macos' ? { madeBy: 'us', keptByManagement: false } : null),
	commands: (iru, device) => commandsOf(iru, device, erasures),
	send: async (iru, device, { pin }) => {
		await iru.order('POST', path`/devices/${device.id}/action/erase`, bodyFor(device, pin));
		return { device: device.id };
	},
});
