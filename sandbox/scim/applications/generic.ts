import { application } from './application';

/** As the standard has it, with nothing left out that matters and nothing of its own. */
export const generic = application('Generic application', '/scim/v2', { knowsEmployeeIds: true, tokens: ['API token', 'OAuth grant'] });
