import type { DeviceStep } from '../../../lifecycle/devices/system';
import type { Jamf } from '../client';
import type { JamfDevice } from '../device';

/** Every file in this folder is one action; this is the shape they share. */
export const jamfStep = (step: DeviceStep<Jamf, JamfDevice>): DeviceStep<Jamf, JamfDevice> => step;

/** Whatever is done, and also to send a command. */
export const always = ['Read Computers', 'Read Mobile Devices', 'View MDM command information in Jamf Pro API'] as const;

export const foreign = (doing: string): string => `it is neither a Mac nor an iPhone or iPad, and nothing else is ${doing} from here. Do it in Jamf Pro by hand, and waive it in Device Decisions`;
