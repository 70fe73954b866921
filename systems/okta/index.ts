import type { System } from '../../lifecycle/system';
import type { Http } from '../http/types';
import { listAccounts } from './accounts';
import { oktaClient, type Okta, type OktaSettings } from './client';
import { findAccount, type OktaAccount } from './find';
import { giving, type OktaWish } from './giving';
import { rights } from './rights';
import { blockSignIn } from './steps/blockSignIn';
import { deactivate } from './steps/deactivate';
import { endSessions } from './steps/endSessions';
import { removeFromGroups } from './steps/removeFromGroups';
import { resetFactors } from './steps/resetFactors';
import { revokeAdminRoles } from './steps/revokeAdminRoles';
import { revokeApiTokens } from './steps/revokeApiTokens';
import { revokeClientTokens } from './steps/revokeClientTokens';
import { revokeGrants } from './steps/revokeGrants';
import { suspendDevices } from './steps/suspendDevices';
import { untouchable } from './untouchable';

export { oktaFacts, oktaGivingSteps, type OktaWish } from './giving';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const oktaSteps = [
	blockSignIn,
	endSessions,
	revokeGrants,
	revokeClientTokens,
	resetFactors,
	removeFromGroups,
	revokeAdminRoles,
	revokeApiTokens,
	suspendDevices,
	deactivate,
] as const;

export const listing = { id: 'okta', label: 'Okta', steps: oktaSteps } as const;

export const oktaSystem = (http: Http, settings: OktaSettings): System<Okta, OktaAccount, OktaWish> => ({
	...listing,
	connect: (observe) => oktaClient(http, settings, observe),
	find: findAccount,
	untouchable,
	giving,
	rights,
	accounts: listAccounts,
});
