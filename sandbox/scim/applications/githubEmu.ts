import { deactivation } from '../settings';
import { application, engineers } from './application';

/**
 * Enterprise Managed Users. Suspending keeps what people have opened and brings it back with them; deleting is for good.
 * Whether SCIM shows the obfuscated user name is unconfirmed: `hidesUserNames`.
 */
export const githubEmu = application('GitHub Enterprise Managed Users', '/scim/v2/enterprises/kestrel', {
	knowsEmployeeIds: true,
	staff: engineers,
	tokens: ['personal access token', 'SSH key', 'OAuth authorisation'],
	settings: {
		deletedReturn: 'refused',
		onDeactivate: { ...deactivation, sessions: 'end', tokens: 'suspended' },
	},
});
