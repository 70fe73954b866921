import type { System } from '../../lifecycle/system';
import { listAccounts } from './accounts';
import { googleClient, type Google, type GoogleConnections, type GoogleSettings } from './client';
import { findAccount, type GoogleAccount } from './find';
import { giving, type GoogleWish } from './giving';
import { rights } from './rights';
import { deleteAppPasswords } from './steps/deleteAppPasswords';
import { disableChromeDevices } from './steps/disableChromeDevices';
import { disableCloudKeys } from './steps/disableCloudKeys';
import { invalidateBackupCodes } from './steps/invalidateBackupCodes';
import { moveToOrgUnit } from './steps/moveToOrgUnit';
import { removeDelegates } from './steps/removeDelegates';
import { removeFromGroups } from './steps/removeFromGroups';
import { removeLicences } from './steps/removeLicences';
import { revokeAdminRoles } from './steps/revokeAdminRoles';
import { revokeTokens } from './steps/revokeTokens';
import { setAutoReply } from './steps/setAutoReply';
import { signOut } from './steps/signOut';
import { stopForwarding } from './steps/stopForwarding';
import { suspend } from './steps/suspend';
import { transferOwnership } from './steps/transferOwnership';
import { turnOffTwoStep } from './steps/turnOffTwoStep';
import { wipeCompanyDevices } from './steps/wipeCompanyDevices';
import { wipeMobileAccounts } from './steps/wipeMobileAccounts';
import { untouchable } from './untouchable';

export { googleGivingSteps, type GoogleWish } from './giving';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const googleSteps = [
	deleteAppPasswords,
	invalidateBackupCodes,
	turnOffTwoStep,
	stopForwarding,
	removeDelegates,
	setAutoReply,
	suspend,
	signOut,
	revokeTokens,
	disableCloudKeys,
	wipeMobileAccounts,
	disableChromeDevices,
	wipeCompanyDevices,
	removeFromGroups,
	revokeAdminRoles,
	transferOwnership,
	removeLicences,
	moveToOrgUnit,
] as const;

export const listing = { id: 'google', label: 'Google Workspace', steps: googleSteps } as const;

export const googleSystem = (connections: GoogleConnections, settings: GoogleSettings): System<Google, GoogleAccount, GoogleWish> => ({
	...listing,
	connect: (observe) => googleClient(connections, settings, observe),
	find: findAccount,
	untouchable,
	giving,
	rights,
	accounts: listAccounts,
});
