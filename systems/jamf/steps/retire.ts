import { path } from '../../http/path';
import { commandBy, order, uuidsIn } from '../commands';
import { placeOf } from '../device';
import { always, foreign, jamfStep } from './_jamf';

export const retire = jamfStep({
	id: 'retire',
	label: 'Retire',
	danger: 'Jamf\'s MDM profile leaves the device, and with it the settings, certificates, accounts and managed apps it brought. What is the person\'s stays. It cannot be locked or wiped from Jamf Pro any more.',
	needs: [...always, 'Send Computer Unmanage Command', 'Unmanage Mobile Devices'],
	readBackFrom: '`commandState` of the command, or `managed` of the device where Jamf Pro does not name the command',
	givenBack: 'no; the person enrols it again',
	closes: 'devices',
	remains: ['A device that does not connect: it keeps what it has until it does', 'Files that company apps kept outside the MDM profile, and on Macs the jamf agent with what it installed'],
	stage: 'devices',
	erases: true,
	// By what name the list calls it is not documented, so it is found only by the id that was handed out.
	listsAll: () => false,

	unsupported: ({ platform }) => (platform === 'macos' || platform === 'ios' ? null : foreign('retired')),
	pin: () => null,
	commands: async (jamf, device, receipts) => {
		const found = (await Promise.all(uuidsIn(receipts).map((uuid) => commandBy(jamf, device, uuid)))).flat();
		if (found.length > 0 || receipts.length === 0 || device.managed) return found;
		return [{ id: null, state: 'unseen', at: null, endedAt: null, said: 'managed: false' }];
	},
	send: async (jamf, device) => {
		const { kind, number } = placeOf(device.id);
		if (kind === 'mobile') return await order(jamf, device, path`/api/v2/mobile-devices/${number}/unmanage`);
		// Before version 4 it stands beside the inventory, under a name of its own.
		return await order(jamf, device, (await jamf.version()) === 'v4' ? path`/api/v4/computers-inventory/${number}/remove-mdm-profile` : path`/api/v1/computer-inventory/${number}/remove-mdm-profile`);
	},
});
