import { deletion } from '../settings';
import { application, engineers } from './application';

/** Knows no deactivation: who is not active is deleted. */
export const pagerDuty = application('PagerDuty', '/scim/v2', {
	idOf: (number) => `P${number.toString(36).toUpperCase().padStart(6, '0')}`,
	staff: engineers,
	tokens: ['API key'],
	settings: { onDeactivate: deletion },
});
