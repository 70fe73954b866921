import type { System } from '../../lifecycle/system';
import type { Http } from '../http/types';
import type { GitHubAccount } from './account';
import { accounts } from './accounts';
import { githubClient, type GitHub, type GitHubSettings } from './client';
import { findAccount, revisitAccount, vouchedFor } from './find';
import { githubGiving } from './giving';
import type { GitHubWish } from './giving/_github';
import { sharedLookups } from './lookups';
import { rights } from './rights';
import { deprovision } from './steps/deprovision';
import { removeCollaborations } from './steps/removeCollaborations';
import { removeFromOrganisation } from './steps/removeFromOrganisation';
import { reportOwned } from './steps/reportOwned';
import { revokeAuthorisations } from './steps/revokeAuthorisations';
import { revokeFineGrained } from './steps/revokeFineGrained';
import { untouchable } from './untouchable';

export type { GitHubWish } from './giving/_github';

/**
 * In the order they are offered; the order they run in follows from their stages and what they come after. Backwards it is
 * the order of Restore Access: membership before repositories.
 */
export const githubSteps = [reportOwned, revokeAuthorisations, revokeFineGrained, removeCollaborations, removeFromOrganisation, deprovision] as const;

export const listing = { id: 'github', label: 'GitHub', steps: githubSteps } as const;

export interface Organisation {
	http: Http;
	settings: GitHubSettings;
}

/** The organisations of a company. What one of them vouches for counts in all: an outside collaborator is known to the others only. */
export const githubSystems = (organisations: readonly Organisation[]): System<GitHub, GitHubAccount, GitHubWish>[] => {
	const lookups = sharedLookups(organisations.map(({ http, settings }) => githubClient(http, settings, () => {})), vouchedFor);
	return organisations.map(({ http, settings }, index) => githubSystem(http, { ...settings, lookups: lookups[index]! }));
};

/** One organisation: a place of its own, since nobody has to be in each. */
export const githubSystem = (http: Http, settings: GitHubSettings): System<GitHub, GitHubAccount, GitHubWish> => ({
	...listing,
	id: `github:${settings.organisation.toLowerCase()}`,
	label: `GitHub organisation ${settings.organisation}`,
	connect: (observe) => githubClient(http, settings, observe),
	find: findAccount,
	revisit: revisitAccount,
	sameAccountsInEachPlace: true,
	untouchable,
	giving: githubGiving,
	rights,
	accounts,
});
