import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Incoming } from '../../server/message';
import { formBody, header, ok, Refusal } from '../../server/message';
import type { ServiceNowCall, ServiceNowRoute } from './call';
import { refuse } from './errors';
import type { ServiceNowState, User } from './state';

function userBehind(state: ServiceNowState, clock: Clock, sent: string): User | undefined {
	const [, basic] = /^Basic (\S+)$/i.exec(sent) ?? [];
	if (basic !== undefined) {
		const [name, ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':');
		return state.users.find((user) => user.name === name && user.password === password.join(':'));
	}
	const token = state.tokens.get(/^Bearer (\S+)$/i.exec(sent)?.[1] ?? '');
	return token === undefined || token.expiresAt <= clock.now() ? undefined : state.users.find(({ sysId }) => sysId === token.userId);
}

export const authenticateWith =
	(clock: Clock) =>
	(incoming: Incoming, state: ServiceNowState): User => {
		const user = userBehind(state, clock, header(incoming, 'authorization') ?? '');
		if (user === undefined) throw refuse(401);
		return user;
	};

const oauthRefusal = (status: number, error: string, description: string) => new Refusal({ status, body: { error, error_description: description } });

function issueToken({ state, clock, incoming }: ServiceNowCall) {
	const form = formBody(incoming);
	const client = state.clients.find(({ id, secret }) => id === form.get('client_id') && secret === form.get('client_secret'));
	if (client === undefined) throw oauthRefusal(401, 'access_denied', 'access_denied');
	const grant = form.get('grant_type');
	const granted = grant === 'client_credentials' || (grant === 'refresh_token' && form.get('refresh_token') === client.refreshToken);
	if (!granted) throw oauthRefusal(401, 'server_error', 'access_denied');
	const value = randomBytes(43).toString('base64url');
	const { tokenSeconds } = state.settings;
	state.tokens.set(value, { userId: client.userId, expiresAt: clock.now() + tokenSeconds * 1_000 });
	return ok({ access_token: value, refresh_token: client.refreshToken, scope: 'useraccount', token_type: 'Bearer', expires_in: tokenSeconds });
}

export const tokenRoutes: ServiceNowRoute[] = [{ method: 'POST', path: '/oauth_token.do', open: true, handle: issueToken }];
