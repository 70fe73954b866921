import type { Device } from '../../../lifecycle/devices/device';
import { asProblem } from '../../../lifecycle/problem';
import { unlessGone } from '../../http/gone';
import type { Dictionary } from '../../http/parse';
import { path } from '../../http/path';
import { parse } from '../client';
import { commandsOf, listsCommandsOf, locks } from '../commands';
import { saysLockedAlready } from '../errors';
import { iruStep, reading, unknownPlatform } from './_iru';

/** Locking what has Apple's own processor and such a system makes it unusable, and Iru does not say reliably which processor it is. */
const mayNotStartAgain = ({ osVersion }: Device): boolean => {
	const eleven = /(?<![\w.])11(?:\.(\d+))?\b/.exec(osVersion ?? '');
	return eleven !== null && Number(eleven[1] ?? 0) < 5;
};

export const lock = iruStep({
	id: 'lock',
	label: 'Lock',
	danger: 'A Mac restarts and asks for a PIN that Iru makes up; phones and tablets go into Lost Mode where they are supervised, and show their lock screen otherwise. Whatever is not saved there is lost. Windows cannot be locked by Iru.',
	needs: [...reading, 'POST /devices/{device_id}/action/lock', 'POST /devices/{device_id}/action/enablelostmode', 'GET /devices/{device_id}/secrets/unlockpin'],
	readBackFrom: 'commands of the device',
	givenBack: 'by an administrator in Iru, who sees the PIN there or switches Lost Mode off',
	closes: 'devices',
	remains: ['A device that does not connect: it stays open until it does', 'A phone that is not supervised: whoever knows its passcode opens it'],
	stage: 'devices',
	listsAll: listsCommandsOf,

	unsupported: (device) => {
		if (device.platform === 'windows') return 'Iru cannot lock Windows. Wipe it if it is the company\'s, or disable the person\'s sign-in to it';
		if (device.platform === 'other') return unknownPlatform;
		return device.platform === 'macos' && mayNotStartAgain(device) ? `it has macOS ${device.osVersion}, and locking a Mac with Apple's processor before macOS 11.5 makes it unusable. Update it, or wipe it if it is the company's` : null;
	},
	pin: ({ platform }) => (platform === 'macos' ? { madeBy: 'management', keptByManagement: true } : null),
	commands: (iru, device) => commandsOf(iru, device, locks),
	send: async (iru, { id, platform, supervised }, { message, phone }) => {
		const shown: Dictionary = { ...(message === '' ? {} : { Message: message }), ...(phone === '' ? {} : { PhoneNumber: phone }) };
		try {
			await iru.order('POST', platform === 'ios' && supervised ? path`/devices/${id}/action/enablelostmode` : path`/devices/${id}/action/lock`, shown);
		} catch (error) {
			if (saysLockedAlready(asProblem(error))) return null;
			throw error;
		}
		return { device: id };
	},
	revealPin: async (iru, { id }) => await unlessGone(async () => parse.optionalText((await iru.get(path`/devices/${id}/secrets/unlockpin`))['pin'], 'pin')),
});
