import { randomBytes } from 'node:crypto';
import { anyClock, parseJwt, verifiedBy, type Jwt } from '../../server/jwt';
import { formBody, header, ok } from '../../server/message';
import type { GoogleCall, GoogleRoute, Place } from '../call';
import { oauthRefusal } from '../errors';
import type { AccessToken, GoogleState, GoogleUser, ServiceAccount } from '../state';
import { lookUp } from '../users';

const TOKEN_SECONDS = 3600;
const SKEW_SECONDS = 300;
const IDLE_MS = 183 * 86_400_000;
const AUDIENCE = 'https://oauth2.googleapis.com/token';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const invalidGrant = (description: string) => oauthRefusal('invalid_grant', description);

const UNAUTHORIZED = 'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.';
const TIMEFRAME = 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';

function signer({ state }: GoogleCall, jwt: Jwt): ServiceAccount {
	const account = state.serviceAccounts.get(String(jwt.claims.iss));
	if (account === undefined) throw invalidGrant('Invalid grant: account not found');
	if (account.disabled) throw invalidGrant('Invalid grant: account disabled');
	const usable = account.keys.filter(({ id, disabled }) => !disabled && (jwt.header.kid === undefined || jwt.header.kid === id));
	const signed = jwt.header.alg === 'RS256' && usable.some(({ publicJwk }) => publicJwk !== undefined && verifiedBy(jwt, publicJwk));
	if (!signed) throw invalidGrant('Invalid JWT Signature.');
	return account;
}

function checkClaims({ baseUrl, clock, incoming }: GoogleCall, { claims: { aud, iat, exp } }: Jwt): void {
	const audiences = [AUDIENCE, `${baseUrl}/token`, `http://${header(incoming, 'host')}/token`];
	if (!audiences.includes(String(aud))) throw invalidGrant(`Invalid JWT: Failed audience check. The right audience is ${AUDIENCE}`);
	if (typeof iat !== 'number' || typeof exp !== 'number' || exp > iat + TOKEN_SECONDS) throw invalidGrant(TIMEFRAME);
	if (!anyClock(clock.now()).some((now) => iat <= now + SKEW_SECONDS && exp > now - SKEW_SECONDS)) throw invalidGrant(TIMEFRAME);
}

const canBeActedFor = (user: GoogleUser | undefined): user is GoogleUser => user !== undefined && !user.suspended && !user.archived;

/** Domain-wide delegation: which scopes the account may ask for is said once, in whose name it does so each time. */
function subjectOf(state: GoogleState, account: ServiceAccount, subject: string, scopes: readonly string[]): GoogleUser {
	const granted = state.delegation.get(account.uniqueId) ?? [];
	const ours = !subject.includes('@') || subject.toLowerCase().endsWith(`@${state.customer.domain}`);
	if (!ours || !scopes.every((scope) => granted.includes(scope))) throw oauthRefusal('unauthorized_client', UNAUTHORIZED, 401);
	const user = lookUp(state, subject);
	if (!canBeActedFor(user)) throw invalidGrant('Invalid email or User ID');
	return user;
}

export function mintToken({ state, clock }: Place, token: Omit<AccessToken, 'value' | 'expiresAt'>): string {
	const value = `ya29.${randomBytes(48).toString('base64url')}`;
	state.accessTokens.set(value, { ...token, value, expiresAt: clock.now() + TOKEN_SECONDS * 1000 });
	return value;
}

function issue(call: GoogleCall, token: Omit<AccessToken, 'value' | 'expiresAt'>) {
	return ok({ access_token: mintToken(call, token), expires_in: TOKEN_SECONDS - 1, token_type: 'Bearer', scope: token.scopes.join(' ') }, { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' });
}

function byAssertion(call: GoogleCall, form: URLSearchParams) {
	const jwt = parseJwt(form.get('assertion') ?? '');
	if (jwt === undefined) throw invalidGrant('Invalid JWT: Could not parse the assertion.');
	const account = signer(call, jwt);
	checkClaims(call, jwt);
	const scopes = String(jwt.claims.scope ?? '').split(' ').filter((scope) => scope !== '');
	if (scopes.length === 0) throw oauthRefusal('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
	const { sub } = jwt.claims;
	const acting = sub === undefined || sub === account.email ? undefined : subjectOf(call.state, account, String(sub), scopes);
	return issue(call, { scopes, serviceAccount: account.email, ...(acting === undefined ? {} : { userId: acting.id }) });
}

function clientIn({ incoming }: GoogleCall, form: URLSearchParams): { id: string; secret: string } {
	const [, basic] = /^Basic (\S+)$/.exec(header(incoming, 'authorization') ?? '') ?? [];
	if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodeURIComponent);
	return { id, secret };
}

function byRefreshToken(call: GoogleCall, form: URLSearchParams) {
	const { state, clock } = call;
	const { id, secret } = clientIn(call, form);
	const client = state.oauthClients.get(id);
	if (client === undefined) throw oauthRefusal('invalid_client', 'The OAuth client was not found.', 401);
	if (client.clientSecret !== secret) throw oauthRefusal('invalid_client', 'The provided client secret is invalid.', 401);
	const known = state.refreshTokens.get(form.get('refresh_token') ?? '');
	const user = known === undefined ? undefined : lookUp(state, known.userId);
	const idle = known !== undefined && clock.now() - known.lastUsed > IDLE_MS;
	if (known === undefined || known.clientId !== id || idle || !canBeActedFor(user)) throw invalidGrant('Token has been expired or revoked.');
	known.lastUsed = clock.now();
	const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
	if (!asked.every((scope) => known.scopes.includes(scope))) throw oauthRefusal('invalid_scope', 'Some requested scopes were not granted.');
	return issue(call, { scopes: asked.length === 0 ? known.scopes : asked, userId: user.id });
}

function issueToken(call: GoogleCall) {
	const form = formBody(call.incoming);
	const grant = form.get('grant_type');
	if (grant === JWT_BEARER) return byAssertion(call, form);
	if (grant === 'refresh_token') return byRefreshToken(call, form);
	throw oauthRefusal('unsupported_grant_type', `Invalid grant_type: ${grant ?? ''}`);
}

export const tokenRoutes: GoogleRoute[] = [{ method: 'POST', path: '/token', open: true, handle: issueToken }];
