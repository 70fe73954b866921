import { command, commandsOf, type CommandType } from '../commands';
import type { JamfDevice } from '../device';
import { always, foreign, jamfStep } from './_jamf';

const usualMessage = 'This device belongs to the company. Please return it.';

/** Lost Mode holds without a passcode, and is there for supervised devices only. */
const typeFor = ({ platform, supervised }: JamfDevice): CommandType => (platform === 'ios' && supervised === true ? 'ENABLE_LOST_MODE' : 'DEVICE_LOCK');

/** Whether this macOS is known to be 11.5 or later. */
const isRecent = (version: string | null): boolean => {
	const [, major, minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? [];
	return major !== undefined && (Number(major) > 11 || (Number(major) === 11 && Number(minor) >= 5));
};

const given = (fields: Readonly<Record<string, string | null>>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));

export const lock = jamfStep({
	id: 'lock',
	label: 'Lock',
	danger: 'A Mac restarts into a screen that asks for a PIN, and whatever is not saved there is lost. Supervised iPhones and iPads go into Lost Mode until an administrator ends it. Others only turn their screen off, and the person\'s own passcode opens them.',
	needs: [...always, 'Send Computer Remote Lock Command', 'Send Mobile Device Remote Lock Command', 'Send Mobile Device Lost Mode Command'],
	readBackFrom: '`commandState` of the command',
	givenBack: 'by whoever has the PIN, in front of the Mac; Lost Mode by an administrator in Jamf Pro',
	closes: 'devices',
	remains: ['A device that does not connect: it stays open until it does', 'An iPhone or iPad that is not supervised: its person opens it with their own passcode'],
	stage: 'devices',
	listsAll: () => true,

	unsupported: ({ platform, appleSilicon, osVersion }) => {
		if (platform !== 'macos' && platform !== 'ios') return foreign('locked');
		if (platform === 'ios' || appleSilicon === false || isRecent(osVersion)) return null;
		return `Jamf Pro shows ${osVersion === null ? 'no macOS version' : `macOS ${osVersion}`} and ${appleSilicon === null ? 'does not say that it has an Intel processor' : 'Apple silicon'}. Before macOS 11.5 a lock deactivates such a Mac. Have it send its inventory or update macOS, or wipe it if it is the company's`;
	},
	// Jamf Pro keeps the last PIN it was given.
	pin: ({ platform }) => (platform === 'macos' ? { madeBy: 'us', keptByManagement: true } : null),
	commands: (jamf, device) => commandsOf(jamf, device, typeFor(device)),
	send: (jamf, device, { message, phone, pin }) => {
		if (typeFor(device) === 'DEVICE_LOCK') return command(jamf, device, { commandType: 'DEVICE_LOCK', ...given({ message, phoneNumber: phone, pin }) });
		return command(jamf, device, { commandType: 'ENABLE_LOST_MODE', ...given({ lostModeMessage: message === '' && phone === '' ? usualMessage : message, lostModePhone: phone }) });
	},
});
