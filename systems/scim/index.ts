import type { System } from '../../lifecycle/system';
import type { Http } from '../http/types';
import { listAccounts } from './accounts';
import { applicationOf, type Application } from './application';
import { configOnce, scimClient, type Scim } from './client';
import { findAccount, revisit } from './find';
import { givingFor, type ScimWish } from './giving';
import { rights } from './rights';
import { stepsFor } from './steps';
import { untouchable } from './untouchable';
import type { ScimAccount } from './user';

export { scimFacts, scimGivingSteps, type ScimWish } from './giving';

/** As they are where nobody has said yet which application it is. */
export const scimSteps = stepsFor({ ...applicationOf('scim', 'generic'), label: 'The application' });

export const listing = { id: 'scim', label: 'SCIM Application', steps: scimSteps } as const;

export const scimSystem = (http: Http, application: Application): System<Scim, ScimAccount, ScimWish> => {
	const config = configOnce(http);
	return {
		id: application.id,
		label: application.label,
		steps: stepsFor(application),
		connect: (observe) => scimClient(http, application, config, observe),
		find: findAccount,
		revisit,
		untouchable,
		giving: givingFor(application),
		rights,
		accounts: listAccounts,
	};
};
