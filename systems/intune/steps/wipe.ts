import type { Device } from '../../../lifecycle/devices/device';
import { order } from '../order';
import { actOnDevices, readApprovals, readDevices, readUsers } from '../permissions';
import { commandsOf, intuneStep, notWhileLocked } from './_intune';

/** The first macOS that runs only on Macs with a T2 chip or Apple silicon. */
const firstWithoutOlderMacs = 26;

/**
 * A Mac with neither T2 chip nor Apple silicon, or with macOS before 10.15, asks for the PIN before it starts again; others
 * pass it over. Where nothing shows that it is one of the others, it gets one.
 */
const takesPin = ({ platform, osVersion, model }: Device): boolean =>
	platform === 'macos' && !(Number.parseInt(osVersion ?? '', 10) >= firstWithoutOlderMacs) && !/^Mac\d+,\d+$/.test(model ?? '');

/** Parameters of the action, in the order they are sent: what was approved is sent again word for word. */
const bodyFor = (device: Device, pin: string | null) => ({
	keepEnrollmentData: false,
	keepUserData: false,
	...(takesPin(device) && pin !== null ? { macOsUnlockCode: pin } : {}),
	// Says so where a Mac could not be erased in the usual way, and erases it all the same.
	obliterationBehavior: 'default',
	persistEsimDataPlan: true,
});

export const wipe = intuneStep({
	id: 'wipe',
	label: 'Wipe',
	danger: 'Company devices are reset to how they left the factory, with everything on them. What is wiped cannot be given back.',
	needs: [readDevices, actOnDevices, readUsers, readApprovals],
	readBackFrom: '`deviceActionResults` of the device; the record disappears once it is done',
	givenBack: 'no',
	closes: 'devices',
	remains: [
		'A device that does not connect: it keeps what it has until it does',
		'The registration for Autopilot or Apple Automated Device Enrolment: a device that is sold has to be released there, and one with Activation Lock needs its bypass code, which Intune shows until the record is gone',
	],
	stage: 'devices',
	erases: true,
	listsAll: () => true,
	removesRecord: true,

	unsupported: ({ platform, ownership }) => {
		if (platform === 'linux') return 'Intune cannot wipe Linux. Get it back, and erase it by hand';
		return platform === 'android' && ownership === 'personal' ? 'Intune cannot wipe somebody\'s own Android. Remove company data from it with Retire' : null;
	},
	notYet: notWhileLocked,
	pin: (device) => (takesPin(device) ? { madeBy: 'us', keptByManagement: false } : null),
	commands: commandsOf('wipe'),
	send: (intune, device, parcel) => order(intune, 'wipe', device, parcel, bodyFor(device, parcel.pin)),
});
