import type { Wish } from '../../lifecycle/giving';
import type { System } from '../../lifecycle/system';
import { accounts } from './accounts';
import { identityCenterConnector, type IdentityCenter, type IdentityCenterSettings, type Services } from './client';
import { findAccount, type IdentityCenterAccount } from './find';
import { identityCenterGiving } from './giving';
import { rights } from './rights';
import { denySessions } from './steps/denySessions';
import { disableUser } from './steps/disableUser';
import { removeApplications } from './steps/removeApplications';
import { removeAssignments } from './steps/removeAssignments';
import { removeFromGroups } from './steps/removeFromGroups';
import { untouchable } from './untouchable';

export { identityCenterFacts } from './giving/_identityCenter';

/** In the order they are offered; the order they run in follows from their stages and what they come after. */
export const identityCenterSteps = [denySessions, disableUser, removeAssignments, removeFromGroups, removeApplications] as const;

export const listing = { id: 'identityCenter', label: 'AWS Identity Center', steps: identityCenterSteps } as const;

export const identityCenterSystem = (services: Services, settings: IdentityCenterSettings): System<IdentityCenter, IdentityCenterAccount, Wish> => ({
	...listing,
	connect: identityCenterConnector(services, settings),
	find: findAccount,
	untouchable,
	giving: identityCenterGiving,
	rights,
	accounts,
});
