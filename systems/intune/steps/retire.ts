import { order } from '../order';
import { actOnDevices, readApprovals, readDevices, readUsers } from '../permissions';
import { commandsOf, intuneStep, notWhileLocked } from './_intune';

export const retire = intuneStep({
	id: 'retire',
	label: 'Retire',
	danger: 'Company apps, profiles, certificates and mail leave the device, and Intune no longer manages it. What is the person\'s stays. On a Windows computer that is joined to Entra ID nobody can sign in with a work account afterwards.',
	needs: [readDevices, actOnDevices, readUsers, readApprovals],
	readBackFrom: '`deviceActionResults` of the device; the record disappears once it is done',
	givenBack: 'no; the person enrols it again',
	closes: 'devices',
	remains: ['A device that does not connect: it keeps what it has until it does', 'Microsoft 365 Apps and other installed programs on Windows, without access to company data'],
	stage: 'devices',
	erases: true,
	listsAll: () => true,
	removesRecord: true,

	unsupported: ({ platform, ownership }) => {
		if (platform === 'android' && ownership === 'corporate') return 'Intune cannot remove company data alone from Android that the company owns. Wipe it';
		if (platform === 'linux') return 'Intune cannot remove company data from Linux. Delete the accounts and keys on it by hand, and waive it in Device Decisions';
		return platform === 'chromeos' ? 'Intune cannot remove company data from ChromeOS. Do it in the Google admin console' : null;
	},
	notYet: notWhileLocked,
	pin: () => null,
	commands: commandsOf('retire'),
	send: (intune, device, parcel) => order(intune, 'retire', device, parcel),
});
