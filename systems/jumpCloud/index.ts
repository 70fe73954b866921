import type { System } from '../../lifecycle/system';
import { listAccounts } from './accounts';
import { jumpCloudClient, type Connections, type JumpCloud, type JumpCloudSettings } from './client';
import { findAccount, type JumpCloudAccount } from './find';
import { giving, type JumpCloudWish } from './giving';
import { rights } from './rights';
import { blockSignIn } from './steps/blockSignIn';
import { cancelScheduledStates } from './steps/cancelScheduledStates';
import { removeBindings } from './steps/removeBindings';
import { removeFromGroups } from './steps/removeFromGroups';
import { removePushEndpoints } from './steps/removePushEndpoints';
import { removeSshKeys } from './steps/removeSshKeys';
import { removeSudo } from './steps/removeSudo';
import { reportOwned } from './steps/reportOwned';
import { unbindDevices } from './steps/unbindDevices';
import { untouchable } from './untouchable';

export { jumpCloudFacts, type JumpCloudWish } from './giving';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const jumpCloudSteps = [blockSignIn, cancelScheduledStates, removeSshKeys, removePushEndpoints, removeSudo, removeBindings, removeFromGroups, reportOwned, unbindDevices] as const;

export const listing = { id: 'jumpCloud', label: 'JumpCloud', steps: jumpCloudSteps } as const;

export const jumpCloudSystem = (connections: Connections, settings: JumpCloudSettings): System<JumpCloud, JumpCloudAccount, JumpCloudWish> => ({
	...listing,
	connect: (observe) => jumpCloudClient(connections, settings, observe),
	find: findAccount,
	untouchable,
	giving,
	rights,
	accounts: listAccounts,
});
