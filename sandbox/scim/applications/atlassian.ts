import { deactivation, deletion } from '../settings';
import { application } from './application';

/** API tokens have an interface of their own. A deleted record does not come back: the same person gets a new one. */
export const atlassian = application('Atlassian', '/scim/directory/6f1e8c6e-0b54-4c3d-9a8a-1a7a2b3c4d5e', {
	tokens: ['API token'],
	settings: { onDeactivate: { ...deactivation, sessions: 'end' }, onDelete: { ...deletion, tokens: 'stay' } },
});
