import { cast } from '../../company';
import { deactivation } from '../settings';
import { application } from './application';

/** What SCIM does here is unconfirmed, so it suspends both ways and leaves sessions to the interface that is known to end them. */
export const zendesk = application('Zendesk', '/scim/v2', {
	owners: [cast.superAdmin],
	tokens: ['OAuth token'],
	settings: { ownersRefuse: 403, onDeactivate: deactivation, onDelete: deactivation },
});
