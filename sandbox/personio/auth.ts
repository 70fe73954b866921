import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming } from '../server/message';
import { formBody, header, ok } from '../server/message';
import type { Call, Route } from '../server/router';
import { refuse } from './problem';
import type { PersonioState } from './state';

export type PersonioCall = Call<PersonioState, null>;

export const authenticateWith =
	(clock: Clock) =>
	(incoming: Incoming, { tokens, settings }: PersonioState, needs: string | undefined): null => {
		const lapses = tokens.get(/^Bearer (\S+)$/i.exec(header(incoming, 'authorization') ?? '')?.[1] ?? '');
		if (lapses === undefined || lapses <= clock.now()) throw refuse(401, 'The access token is missing, unknown or has lapsed.');
		if (needs !== undefined && !settings.scopes.includes(needs)) throw refuse(403, `The credential lacks the scope ${needs}.`);
		return null;
	};

function issueToken({ state, clock, incoming }: PersonioCall) {
	const form = formBody(incoming);
	if (form.get('grant_type') !== 'client_credentials') throw refuse(400, 'The grant type has to be client_credentials.');
	if (form.get('client_id') !== state.client.id || form.get('client_secret') !== state.client.secret) throw refuse(401, 'The client is unknown, or its secret is wrong.');
	const { tokenSeconds, scopes } = state.settings;
	const token = `papi-${randomBytes(24).toString('base64url')}`;
	state.tokens.set(token, clock.now() + tokenSeconds * 1_000);
	return ok({ access_token: token, expires_in: tokenSeconds, token_type: 'Bearer', scope: scopes.join(' ') });
}

export const tokenRoutes: Route<PersonioState, null>[] = [{ method: 'POST', path: '/v2/auth/token', open: true, handle: issueToken }];
