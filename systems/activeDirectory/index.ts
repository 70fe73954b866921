import type { System } from '../../lifecycle/system';
import { accounts } from './accounts';
import { activeDirectoryClient, type ActiveDirectory, type ActiveDirectorySettings } from './client';
import type { Connection } from './connection';
import { findAccount, type AdAccount } from './find';
import { giving, type AdWish } from './giving';
import { rights } from './rights';
import { disable } from './steps/disable';
import { expire } from './steps/expire';
import { hideFromAddressLists } from './steps/hideFromAddressLists';
import { moveToLeavers } from './steps/moveToLeavers';
import { removeFromGroups } from './steps/removeFromGroups';
import { resetPassword } from './steps/resetPassword';
import { untouchable } from './untouchable';

export { adFacts, adGivingSteps, type AdWish } from './giving';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const activeDirectorySteps = [disable, resetPassword, expire, removeFromGroups, hideFromAddressLists, moveToLeavers] as const;

export const listing = { id: 'activeDirectory', label: 'Active Directory', steps: activeDirectorySteps } as const;

export const activeDirectorySystem = (connection: Connection, settings: ActiveDirectorySettings): System<ActiveDirectory, AdAccount, AdWish> => ({
	...listing,
	connect: (observe) => activeDirectoryClient(connection, settings, observe),
	find: findAccount,
	untouchable,
	giving,
	rights,
	accounts,
});
