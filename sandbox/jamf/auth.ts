import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming } from '../server/message';
import { formBody, header, noContent, ok, Refusal } from '../server/message';
import type { JamfCall, JamfRoute } from './call';
import { notFound, refuse } from './errors';
import { refuseWithout } from './privileges';
import type { ApiClient, JamfState } from './state';

const tokenIn = (incoming: Incoming) => /^Bearer (.+)$/.exec(header(incoming, 'authorization') ?? '')?.[1] ?? '';

export function authenticateWith(clock: Clock) {
	return (incoming: Incoming, state: JamfState, needs: string | undefined): ApiClient => {
		const issued = state.tokens.get(tokenIn(incoming));
		const client = issued === undefined || issued.expiresAt <= clock.now() ? undefined : state.clients.get(issued.clientId);
		if (client === undefined) throw refuse(401, 'The token is invalid or has expired');
		refuseWithout(client, needs);
		return client;
	};
}

const oauthRefusal = (status: number, error: string) => new Refusal({ status, body: { error } });

function issueToken({ state, incoming, clock }: JamfCall) {
	const form = formBody(incoming);
	if (form.get('grant_type') !== 'client_credentials') throw oauthRefusal(400, 'unsupported_grant_type');
	const client = state.clients.get(form.get('client_id') ?? '');
	if (client === undefined || client.clientSecret !== form.get('client_secret')) throw oauthRefusal(401, 'invalid_client');
	const { tokenSeconds } = state.settings;
	const value = randomBytes(32).toString('base64url');
	state.tokens.set(value, { clientId: client.clientId, expiresAt: clock.now() + tokenSeconds * 1_000 });
	return ok({ access_token: value, scope: 'api-role:2', token_type: 'Bearer', expires_in: tokenSeconds });
}

function issueByNewSpelling(call: JamfCall) {
	if (call.state.settings.oldTokenPathOnly) throw notFound();
	return issueToken(call);
}

function invalidate({ state, incoming }: JamfCall) {
	state.tokens.delete(tokenIn(incoming));
	return noContent();
}

export const tokenRoutes: JamfRoute[] = [
	{ method: 'POST', path: '/api/v1/oauth/token', open: true, handle: issueByNewSpelling },
	{ method: 'POST', path: '/api/oauth/token', open: true, handle: issueToken },
	{ method: 'POST', path: '/api/v1/auth/invalidate-token', handle: invalidate },
];
