import type { System } from '../../lifecycle/system';
import type { Http } from '../http/types';
import { accounts } from './accounts';
import { entraClient, type Entra, type EntraSettings } from './client';
import { findAccount, type EntraAccount } from './find';
import { entraGiving } from './giving';
import type { EntraWish } from './giving/_entra';
import { rights } from './rights';
import { blockSignIn } from './steps/blockSignIn';
import { disableDevices } from './steps/disableDevices';
import { leaveLicenceGroups } from './steps/leaveLicenceGroups';
import { removeAppRoles } from './steps/removeAppRoles';
import { removeEligibility } from './steps/removeEligibility';
import { removeFromGroups } from './steps/removeFromGroups';
import { removeLicences } from './steps/removeLicences';
import { removeMethods } from './steps/removeMethods';
import { removeRoles } from './steps/removeRoles';
import { reportOwned } from './steps/reportOwned';
import { revokeConsents } from './steps/revokeConsents';
import { revokeSessions } from './steps/revokeSessions';
import { setAutoReply } from './steps/setAutoReply';
import { stopForwarding } from './steps/stopForwarding';
import { untouchable } from './untouchable';

export { entraFacts, type EntraWish, type PassByMail } from './giving/_entra';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const entraSteps = [
	blockSignIn,
	revokeSessions,
	removeMethods,
	revokeConsents,
	removeAppRoles,
	removeFromGroups,
	removeRoles,
	removeEligibility,
	disableDevices,
	stopForwarding,
	setAutoReply,
	reportOwned,
	leaveLicenceGroups,
	removeLicences,
] as const;

export const listing = { id: 'entra', label: 'Entra ID', steps: entraSteps } as const;

export const entraSystem = (http: Http, settings: EntraSettings): System<Entra, EntraAccount, EntraWish> => ({
	...listing,
	connect: (observe) => entraClient(http, settings, observe),
	find: findAccount,
	untouchable,
	giving: entraGiving,
	rights,
	accounts,
});
