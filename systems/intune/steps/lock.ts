import { readPin } from '../devices';
import { order } from '../order';
import { actOnDevices, readDevices, readUsers } from '../permissions';
import { commandsOf, intuneStep } from './_intune';

export const lock = intuneStep({
	id: 'lock',
	label: 'Lock',
	danger: 'Macs restart and ask for a PIN that Intune makes up; iPhones, iPads and company Android show their lock screen, which the passcode of their person opens. Whatever is not saved on a Mac is lost. Windows cannot be locked through Intune.',
	needs: [readDevices, actOnDevices, readUsers],
	readBackFrom: '`deviceActionResults` of the device',
	givenBack: 'by whoever has the PIN or the passcode; Intune shows the PIN of a Mac to its administrators for 30 days at most',
	closes: 'devices',
	remains: ['A device that does not connect: it stays open until it does', 'iPhones, iPads and Android: whoever knows the passcode opens them, which is their person; without a passcode anybody does'],
	stage: 'devices',
	listsAll: () => true,

	unsupported: ({ platform, ownership }) => {
		switch (platform) {
			case 'macos':
			case 'ios':
				return null;
			case 'android':
				return ownership === 'corporate' ? null : 'Intune does not lock somebody\'s own Android, or one it cannot tell to be the company\'s. Remove company data from it with Retire';
			case 'windows':
				return 'Intune cannot lock Windows. What closes it is blocked sign-in and the disabled device in Entra ID; rotate its BitLocker keys in Intune and restart it where that cannot wait, then wipe it';
			default:
				return `Intune does not lock ${platform === 'linux' ? 'Linux' : platform === 'chromeos' ? 'ChromeOS' : 'devices of this kind'}. Get it back, or lock it where else it is managed`;
		}
	},
	pin: ({ platform }) => (platform === 'macos' ? { madeBy: 'management', keptByManagement: true } : null),
	commands: commandsOf('lock'),
	send: (intune, device, parcel) => order(intune, 'lock', device, parcel),
	revealPin: (intune, { id }) => readPin(intune, id),
});
