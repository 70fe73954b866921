import { deletion } from '../settings';
import { application, engineers } from './application';

/** People bring accounts of their own: whoever is new is invited, deactivating takes them out of the organisation, and what they were let into from outside stays (unconfirmed). */
const leaving = { ...deletion, sparedTokens: ['outside collaboration'] } as const;

export const githubOrg = application('GitHub organisation', '/scim/v2/organizations/kestrel', {
	staff: engineers,
	tokens: ['authorised personal access token', 'outside collaboration'],
	settings: { newcomers: 'invited', groupsOnUsers: false, groupEndpoint: 404, onDeactivate: leaving, onDelete: leaving },
});
