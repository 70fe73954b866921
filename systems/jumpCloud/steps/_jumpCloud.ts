import { step } from '../../../lifecycle/step';
import type { JumpCloud } from '../client';
import type { JumpCloudAccount } from '../find';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const sessionsInApps = 'Sessions inside apps behind JumpCloud single sign-on: suspension does not end them, each lives until it expires in its app';
export const offlineDevices = 'Devices that are offline: the local account and its keys stay as they are until the agent checks in next. Lock the device where that cannot wait';

/** Every file in this folder is one step; this is the shape they share. */
export const jumpCloudStep = step<JumpCloud, JumpCloudAccount>();
