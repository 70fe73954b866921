import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Incoming } from '../../server/message';
import { header } from '../../server/message';
import type { OktaCaller } from '../call';
import { refuse } from '../errors';
import { grants, permissionsOf, rankOf, roleTypesOf } from '../permissions';
import type { OktaState } from '../state';
import { checkProof } from './dpop';

const UNUSED_TOKEN_LIVES_MS = 30 * 86_400_000;

const requestIds = new WeakMap<Incoming, string>();

/** One id per request, the same in the answer's header and in the System Log. */
export function requestIdOf(incoming: Incoming): string {
	const known = requestIds.get(incoming);
	if (known !== undefined) return known;
	const id = randomBytes(18).toString('base64url');
	requestIds.set(incoming, id);
	return id;
}

const clientOf = (incoming: Incoming): OktaCaller['client'] => ({
	ip: '127.0.0.1',
	userAgent: header(incoming, 'user-agent') ?? '',
	requestId: requestIdOf(incoming),
});

const invalidToken = (scheme: string, error = 'invalid_token', description = 'The token is invalid or expired.') =>
	refuse('E0000011', { headers: { 'www-authenticate': `${scheme} error="${error}", error_description="${description}"` } });

function byApiToken(state: OktaState, secret: string, clock: Clock, incoming: Incoming): OktaCaller {
	const token = [...state.apiTokens.values()].find((candidate) => candidate.secret === secret);
	const owner = token === undefined ? undefined : state.users.get(token.userId);
	if (token === undefined || owner === undefined || owner.status === 'DEPROVISIONED') throw refuse('E0000011');
	if (state.settings.tokensLapse && clock.now() - token.lastUsed > UNUSED_TOKEN_LIVES_MS) throw refuse('E0000011');
	token.lastUsed = clock.now();
	const roles = roleTypesOf(state, owner);
	return {
		id: owner.id,
		type: 'User',
		displayName: `${String(owner.profile.firstName)} ${String(owner.profile.lastName)}`,
		alternateId: String(owner.profile.login),
		permissions: permissionsOf(roles),
		rank: rankOf(roles),
		client: clientOf(incoming),
	};
}

function byAccessToken(state: OktaState, scheme: string, value: string, clock: Clock, incoming: Incoming): OktaCaller {
	const token = state.accessTokens.get(value);
	const app = token === undefined ? undefined : state.serviceApps.get(token.clientId);
	if (token === undefined || app === undefined || app.status !== 'ACTIVE' || token.expiresAt <= clock.now()) throw invalidToken(scheme);
	if ((token.keyThumbprint !== undefined) !== (scheme === 'DPoP')) throw invalidToken(scheme, 'invalid_token', 'The token type does not match the scheme.');
	if (token.keyThumbprint !== undefined) {
		const proof = checkProof(state, incoming, clock.now(), value);
		if (!proof.valid) throw invalidToken('DPoP', 'invalid_dpop_proof', proof.reason);
		if (proof.keyThumbprint !== token.keyThumbprint) throw invalidToken('DPoP', 'invalid_dpop_proof', 'The proof is signed with another key than the token is bound to.');
	}
	const allowed = permissionsOf(app.roles);
	const permissions = new Set(token.scopes.filter((scope) => grants(allowed, scope)));
	return { id: app.clientId, type: 'PublicClientApp', displayName: app.label, alternateId: app.clientId, permissions, rank: rankOf(app.roles), client: clientOf(incoming) };
}

export function forbidden(incoming: Incoming) {
	const scheme = (header(incoming, 'authorization') ?? '').split(' ', 1)[0] ?? '';
	const headers = { 'www-authenticate': `${scheme} error="insufficient_scope", error_description="The access token provided does not contain the required scopes."` };
	return refuse('E0000006', scheme === 'SSWS' ? {} : { headers });
}

export function authenticateWith(clock: Clock) {
	return (incoming: Incoming, state: OktaState, needs: string | undefined): OktaCaller => {
		const [scheme = '', credential = ''] = (header(incoming, 'authorization') ?? '').split(' ');
		if (credential === '') throw refuse('E0000004', { headers: { 'www-authenticate': 'SSWS, Bearer, DPoP' } });
		const caller = scheme === 'SSWS' ? byApiToken(state, credential, clock, incoming) : byAccessToken(state, scheme, credential, clock, incoming);
		if (needs !== undefined && !grants(caller.permissions, needs)) throw forbidden(incoming);
		return caller;
	};
}
