import { noContent, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { notFound } from '../errors';
import { plainTarget, record } from '../log';
import type { ApiToken } from '../state';

const UNUSED_TOKEN_LIVES_MS = 30 * 86_400_000;

const showToken = ({ id, name, userId, clientName, created, lastUsed }: ApiToken) => ({
	id,
	name,
	userId,
	clientName,
	created,
	lastUpdated: new Date(lastUsed).toISOString(),
	expiresAt: new Date(lastUsed + UNUSED_TOKEN_LIVES_MS).toISOString(),
	tokenWindow: 'P30D',
});

function tokenById({ state, params }: OktaCall): ApiToken {
	const token = state.apiTokens.get(params.token ?? '');
	if (token === undefined) throw notFound(params.token ?? '', 'ApiToken');
	return token;
}

function revoke(call: OktaCall) {
	const token = tokenById(call);
	call.state.apiTokens.delete(token.id);
	record(call, 'system.api_token.revoke', [plainTarget('Token', token.id, token.name)]);
	return noContent();
}

const base = '/api/v1/api-tokens';

export const apiTokenRoutes: OktaRoute[] = [
	{ method: 'GET', path: base, needs: 'okta.apiTokens.read', handle: ({ state }) => ok([...state.apiTokens.values()].map(showToken)) },
	{ method: 'GET', path: `${base}/:token`, needs: 'okta.apiTokens.read', handle: (call) => ok(showToken(tokenById(call))) },
	{ method: 'DELETE', path: `${base}/:token`, needs: 'okta.apiTokens.manage', handle: revoke },
];
