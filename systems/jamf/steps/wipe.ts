import { randomPin } from '../../../lifecycle/devices/pin';
import { unlessGone } from '../../http/gone';
import { path } from '../../http/path';
import { command, commandsOf, order } from '../commands';
import { placeOf } from '../device';
import { always, foreign, jamfStep } from './_jamf';

const unlockIt = 'Unlock it with the PIN it was locked with, which Jamf Pro shows with the computer under Management';

export const wipe = jamfStep({
	id: 'wipe',
	label: 'Wipe',
	danger: 'Company Macs, iPhones and iPads are reset to how they left the factory, with everything on them, data plans included. What is wiped cannot be given back.',
	needs: [...always, 'Send Computer Remote Wipe Command', 'Send Mobile Device Remote Wipe Command'],
	readBackFrom: '`commandState` of the command',
	givenBack: 'no',
	closes: 'devices',
	remains: ['A device that does not connect: it keeps what it has until it does', 'Activation Lock of a private Apple Account, where Jamf Pro has no code to end it'],
	stage: 'devices',
	erases: true,
	listsAll: () => true,

	unsupported: ({ platform }) => (platform === 'macos' || platform === 'ios' ? null : foreign('wiped')),
	// What waits behind a lock screen would reach the Mac whenever somebody opens it, whoever has it by then.
	notYet: ({ platform, locked }) => (platform === 'macos' && locked === true ? `it stands at its lock screen, where a Mac hears of nothing. ${unlockIt}, and let it connect; then it is wiped when it is asked next` : null),
	// Apple silicon pays no attention to it, so there it opens nothing and nobody needs it.
	pin: ({ platform, appleSilicon }) => (platform === 'macos' && appleSilicon !== true ? { madeBy: 'us', keptByManagement: false } : null),
	commands: async (jamf, device) => {
		const commands = await commandsOf(jamf, device, 'ERASE_DEVICE');
		if (device.platform !== 'macos' || device.locked !== true) return commands;
		return commands.map((one) => (one.state === 'queued' ? { ...one, said: `${one.said}. It stands at its lock screen, where a Mac hears of nothing. ${unlockIt}, and let it connect` } : one));
	},
	send: async (jamf, device, { pin }) => {
		// A Mac is not erased without a PIN, even where it pays no attention to it.
		if (device.platform === 'macos') return await command(jamf, device, { commandType: 'ERASE_DEVICE', pin: pin ?? randomPin(), obliterationBehavior: 'Default' });
		const choices = { preserveDataPlan: false, disallowProximitySetup: false };
		const { number } = placeOf(device.id);
		// Only this one ends Activation Lock as well. Older servers do not have it, and say so before anything is done.
		const erased = await unlessGone(() => order(jamf, device, path`/api/v2/mobile-devices/${number}/erase`, { ...choices, clearActivationLock: true, returnToService: false }));
		return erased ?? (await command(jamf, device, { commandType: 'ERASE_DEVICE', ...choices }));
	},
});
