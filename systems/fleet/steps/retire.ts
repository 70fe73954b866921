import { path } from '../../http/path';
import { unknownPlatform } from '../platform';
import { fleetStep, maintainer, notWhileOtherWaits } from './_fleet';

export const retire = fleetStep({
	id: 'retire',
	label: 'Retire',
	danger: 'Fleet\'s MDM profile leaves the device, and with it the settings, certificates and accounts it brought. What is the person\'s stays. It cannot be locked or wiped from Fleet any more.',
	needs: [maintainer],
	readBackFrom: 'nothing: Fleet shows MDM as off when it was asked for, not when the device has done it',
	givenBack: 'no; the person enrols it again',
	closes: 'devices',
	remains: ['Whether the device has removed it: Fleet does not show that', 'Files that company apps kept outside the MDM profile'],
	stage: 'devices',
	erases: true,
	listsAll: () => false,

	unsupported: ({ platform }) => {
		if (platform === 'other') return unknownPlatform;
		if (platform === 'chromeos') return 'Fleet cannot take ChromeOS out of its management. Do it in the Google admin console';
		if (platform === 'windows') return 'Fleet cannot turn MDM off on Windows. Run the unenrolment script of Fleet\'s documentation on it, or wipe it if it is the company\'s';
		return platform === 'linux' ? 'there is no MDM on Linux that could be removed. Delete the accounts and keys on it, or wipe it if it is the company\'s' : null;
	},
	notYet: (host) => (host.locked === true ? 'it is locked, and nobody could open it through Fleet once its management is gone. Unlock it; then it is done when the case is followed up next' : notWhileOtherWaits('retire')(host)),
	pin: () => null,
	// It goes as a command as well, but MDM shows as off before the device has heard of it.
	commands: async () => [],
	send: async (fleet, { id }) => {
		await fleet.order('DELETE', path`/hosts/${id}/mdm`);
		return { host: id };
	},
});
