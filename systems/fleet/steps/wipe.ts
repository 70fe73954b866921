import { path } from '../../http/path';
import { told } from '../commands';
import { unknownPlatform } from '../platform';
import { fleetStep, maintainer, notWhileOtherWaits, premium } from './_fleet';

export const wipe = fleetStep({
	id: 'wipe',
	label: 'Wipe',
	danger: 'Company devices are reset to how they left the factory, with everything on them. What is wiped cannot be given back.',
	needs: [maintainer, premium],
	readBackFrom: '`device_status` of the host',
	givenBack: 'no',
	closes: 'devices',
	remains: ['A device that does not connect: it keeps what it has until it does'],
	stage: 'devices',
	erases: true,
	listsAll: () => true,

	unsupported: ({ platform, ownership }) => {
		if (platform === 'other') return unknownPlatform;
		if (platform === 'chromeos') return 'Fleet cannot wipe ChromeOS. Do it in the Google admin console';
		return platform === 'android' && ownership !== 'corporate' ? 'Fleet wipes only Android that it manages as a whole. Remove company data from it with Retire' : null;
	},
	// Fleet refuses it, so that nobody wipes what they cannot open; on a Mac only somebody in front of it can type the PIN.
	notYet: (host) => {
		const { locked, platform } = host;
		if (locked === true) return `it is locked, and Fleet wipes only what is unlocked. Unlock it ${platform === 'macos' ? 'with the PIN that Fleet shows for it' : 'in Fleet'}; then it is wiped when it is asked next`;
		return notWhileOtherWaits('wipe')(host);
	},
	pin: () => null,
	commands: (fleet, device) => told(fleet, device, { action: 'wipe', doing: 'wiping', done: 'wiped', requestTypes: /^EraseDevice$|\/RemoteWipe\b/ }),
	send: async (fleet, { id, platform }) => {
		// Fleet's own choice for Windows may leave a computer that does not start any more.
		await fleet.order('POST', path`/hosts/${id}/wipe`, platform === 'windows' ? { windows: { wipe_type: 'doWipe' } } : undefined);
		return { host: id };
	},
});
