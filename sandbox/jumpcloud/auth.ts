import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming } from '../server/message';
import { formBody, header, ok } from '../server/message';
import type { JumpCloudCall, JumpCloudCaller, JumpCloudRoute } from './call';
import { refuse } from './errors';
import type { JumpCloudState } from './state';
import { Refusal } from '../server/message';

interface Holder {
	id: string;
	email: string;
	type: 'admin' | 'service_account';
	organisations: string[];
}

function holderOf(state: JumpCloudState, incoming: Incoming, now: number): Holder {
	const apiKey = header(incoming, 'x-api-key');
	const [scheme, token = ''] = (header(incoming, 'authorization') ?? '').split(' ');
	if (apiKey !== undefined) {
		const administrator = [...state.administrators.values()].find((candidate) => candidate.apiKey === apiKey);
		if (administrator === undefined) throw refuse(401);
		return { ...administrator, type: 'admin' };
	}
	const issued = scheme === 'Bearer' ? state.accessTokens.get(token) : undefined;
	const account = issued === undefined || issued.expiresAt <= now ? undefined : state.serviceAccounts.get(issued.clientId);
	if (account === undefined) throw refuse(401);
	return { id: account.clientId, email: account.name, type: 'service_account', organisations: account.organisations };
}

export function authenticateWith(clock: Clock) {
	return (incoming: Incoming, state: JumpCloudState): JumpCloudCaller => {
		const { organisations, ...holder } = holderOf(state, incoming, clock.now());
		const asked = header(incoming, 'x-org-id');
		if (asked !== undefined && !organisations.includes(asked)) throw refuse(403, 'Forbidden: no access to this organization');
		if (asked === undefined && organisations.length > 1 && !state.settings.organisationOptional && !incoming.path.endsWith('/api/organizations')) {
			throw refuse(400, 'x-org-id header is required for administrators of several organizations');
		}
		return { ...holder, organisation: asked ?? organisations[0] ?? '' };
	};
}

const oauthRefusal = (status: number, error: string) => new Refusal({ status, body: { error } });

function issueToken({ state, incoming, clock }: JumpCloudCall) {
	const [scheme, credentials = ''] = (header(incoming, 'authorization') ?? '').split(' ');
	const [clientId = '', ...secret] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
	const account = scheme === 'Basic' ? state.serviceAccounts.get(clientId) : undefined;
	if (account === undefined || account.clientSecret !== secret.join(':')) throw oauthRefusal(401, 'invalid_client');
	const form = formBody(incoming);
	if (form.get('grant_type') !== 'client_credentials') throw oauthRefusal(400, 'unsupported_grant_type');
	if (form.get('scope') !== 'api') throw oauthRefusal(400, 'invalid_scope');
	const value = randomBytes(32).toString('base64url');
	state.accessTokens.set(value, { clientId, expiresAt: clock.now() + state.settings.tokenSeconds * 1_000 });
	return ok({ access_token: value, expires_in: state.settings.tokenSeconds, token_type: 'bearer' });
}

export const tokenRoutes: JumpCloudRoute[] = [{ method: 'POST', path: '/oauth2/token', open: true, handle: issueToken }];
