import { createHmac } from 'node:crypto';
import type { Incoming } from '../server/message';
import { header } from '../server/message';
import type { N8nCaller, N8nState } from './state';
import { refuse } from './style';

export const everyScope = [
	'credential:list',
	'credential:move',
	'dataTable:list',
	'project:list',
	'project:manageMembers',
	'user:changeRole',
	'user:create',
	'user:delete',
	'user:list',
	'user:read',
	'workflow:list',
	'workflow:move',
	'workflow:read',
];

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An API key is a signed token that names its user. */
export function apiKeyFor(userId: string, id: string): string {
	const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: userId, iss: 'n8n', aud: 'public-api', jti: id })}`;
	return `${signed}.${createHmac('sha256', 'sandbox').update(signed).digest('base64url')}`;
}

export function authenticate(incoming: Incoming, state: N8nState, needs: string | undefined): N8nCaller {
	const given = header(incoming, 'x-n8n-api-key');
	const known = given === undefined ? undefined : [...state.apiKeys.values()].find(({ key }) => key === given);
	const user = known === undefined ? undefined : state.users.get(known.userId);
	if (known === undefined || user === undefined) throw refuse(401, 'unauthorized');
	if (needs !== undefined && !known.scopes.includes(needs)) throw refuse(403, 'Forbidden');
	return { user, scopes: known.scopes };
}

export function licensed(state: N8nState, feature: string): void {
	if (!state.settings.licence.includes(feature)) {
		throw refuse(403, `Your license does not allow for ${feature}. To enable ${feature}, please upgrade to a license that supports this feature.`);
	}
}
