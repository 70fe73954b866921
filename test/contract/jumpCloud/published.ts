/** What JumpCloud publishes of the calls we send: https://docs.jumpcloud.com, versions 1 and 2, and Directory Insights. */
export interface Published {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** `{}` stands for an id. */
	path: string;
	query?: readonly string[];
	/** What the body must have, and what it may have beside that. */
	body?: { required: Record<string, (value: unknown) => boolean>; optional?: readonly string[] };
}

const oneOf = (...values: unknown[]) => (value: unknown) => values.includes(value);
const text = (value: unknown) => typeof value === 'string' && value !== '';
const flag = (value: unknown) => typeof value === 'boolean';
const instant = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
const texts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(text);

const paged = ['limit', 'skip'] as const;

export const userFields = ['username', 'email', 'firstname', 'lastname', 'displayname', 'employeeIdentifier', 'employeeType', 'jobTitle', 'department', 'costCenter', 'company', 'location', 'manager', 'alternateEmail', 'state', 'suspended', 'sudo', 'ldap_binding_user'] as const;

export const targets = ['active_directory', 'application', 'command', 'g_suite', 'ldap_server', 'office_365', 'policy', 'radius_server', 'system', 'system_group'] as const;

export const published: readonly Published[] = [
	{ method: 'GET', path: '/api/organizations', query: paged },
	{ method: 'GET', path: '/api/systemusers', query: [...paged, 'filter'] },
	{ method: 'POST', path: '/api/systemusers', body: { required: { username: text, email: text, state: oneOf('STAGED') }, optional: userFields } },
	{ method: 'GET', path: '/api/systemusers/{}' },
	{ method: 'PUT', path: '/api/systemusers/{}', body: { required: {}, optional: userFields } },
	{ method: 'POST', path: '/api/systemusers/{}/state/activate', body: { required: { email: flag } } },
	{ method: 'POST', path: '/api/systemusers/{}/unlock' },
	{ method: 'GET', path: '/api/systemusers/{}/sshkeys', query: paged },
	{ method: 'DELETE', path: '/api/systemusers/{}/sshkeys/{}' },
	{ method: 'GET', path: '/api/systems/{}' },
	{ method: 'GET', path: '/api/v2/bulk/userstates', query: paged },
	{ method: 'POST', path: '/api/v2/bulk/userstates', body: { required: { user_ids: texts, state: oneOf('ACTIVATED', 'SUSPENDED'), start_date: instant } } },
	{ method: 'DELETE', path: '/api/v2/bulk/userstates/{}' },
	{ method: 'GET', path: '/api/v2/usergroups', query: paged },
	{ method: 'GET', path: '/api/v2/usergroups/{}' },
	{ method: 'POST', path: '/api/v2/usergroups/{}/members', body: { required: { op: oneOf('add', 'remove'), type: oneOf('user'), id: text } } },
	{ method: 'GET', path: '/api/v2/users/{}/memberof', query: paged },
	{ method: 'GET', path: '/api/v2/users/{}/systems', query: paged },
	{ method: 'GET', path: '/api/v2/users/{}/associations', query: [...paged, 'targets'] },
	{ method: 'POST', path: '/api/v2/users/{}/associations', body: { required: { op: oneOf('add', 'remove', 'update'), type: oneOf(...targets), id: text }, optional: ['attributes'] } },
	{ method: 'GET', path: '/api/v2/users/{}/pushendpoints', query: paged },
	{ method: 'DELETE', path: '/api/v2/users/{}/pushendpoints/{}' },
	{ method: 'POST', path: '/insights/directory/v1/events', body: { required: { service: texts, start_time: instant, limit: oneOf(1_000) }, optional: ['end_time', 'search_term', 'search_after'] } },
];
