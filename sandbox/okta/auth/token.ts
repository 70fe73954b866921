import { randomBytes } from 'node:crypto';
import type { OktaCall, OktaRoute } from '../call';
import { oauthRefusal } from '../errors';
import { formBody, header, ok } from '../../server/message';
import type { ServiceApp } from '../state';
import { checkProof } from './dpop';
import { anyClock, parseJwt, verifiedBy } from '../../server/jwt';

const TOKEN_SECONDS = 3600;
const LONGEST_ASSERTION_SECONDS = 3600;
const SKEW_SECONDS = 300;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const invalidClient = (description: string) => oauthRefusal('invalid_client', description, { status: 401 });

function audiences({ baseUrl, incoming }: OktaCall): string[] {
	const host = header(incoming, 'host');
	return [`${baseUrl}/oauth2/v1/token`, `http://${host}/oauth2/v1/token`, `https://${host}/oauth2/v1/token`];
}

/** private_key_jwt: the client proves who it is with a JWT signed by a key registered on the app. */
function authenticatedApp(call: OktaCall, form: URLSearchParams): ServiceApp {
	const { state, clock } = call;
	if (form.has('client_secret') || call.incoming.headers.authorization !== undefined) {
		throw invalidClient('Client credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.');
	}
	if (form.get('client_assertion_type') !== ASSERTION_TYPE) throw invalidClient('A client_assertion_type of jwt-bearer is required.');
	const jwt = parseJwt(form.get('client_assertion') ?? '');
	if (jwt === undefined) throw invalidClient('The client_assertion is not a JWT.');
	const { iss, sub, aud, exp, iat, jti } = jwt.claims;
	const app = state.serviceApps.get(String(sub));
	if (app === undefined || app.status !== 'ACTIVE' || iss !== sub) throw invalidClient('Client authentication failed: unknown client, or iss is not sub.');
	const keys = app.keys.filter(({ kid }) => jwt.header.kid === undefined || jwt.header.kid === kid);
	if (!keys.some((key) => verifiedBy(jwt, key))) throw invalidClient('The client_assertion signature is invalid.');
	if (!audiences(call).some((expected) => (Array.isArray(aud) ? aud.includes(expected) : aud === expected))) {
		throw invalidClient("The audience claim for client_assertion must be the endpoint invoked for the request.");
	}
	if (typeof exp !== 'number') throw invalidClient('The client_assertion has no expiry.');
	const clocks = anyClock(clock.now());
	if (!clocks.some((now) => exp > now && exp <= now + LONGEST_ASSERTION_SECONDS + SKEW_SECONDS)) throw invalidClient('The client_assertion token is expired or lives too long.');
	if (typeof iat === 'number' && !clocks.some((now) => iat <= now + SKEW_SECONDS)) throw invalidClient('The client_assertion was issued in the future.');
	const seen = `assertion ${String(sub)} ${String(jti)}`;
	if (jti !== undefined && state.seenProofs.has(seen)) throw invalidClient('The client_assertion has already been used.');
	state.seenProofs.add(seen);
	return app;
}

function grantedScopes(app: ServiceApp, form: URLSearchParams): string[] {
	const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
	const refused = asked.filter((scope) => !app.scopes.includes(scope));
	if (asked.length === 0) throw oauthRefusal('invalid_scope', 'The requested scope is missing.');
	if (refused.length > 0) throw oauthRefusal('invalid_scope', `One or more scopes are not configured for the authorization server resource: ${refused.join(' ')}`);
	return asked;
}

function freshNonce({ state, clock }: OktaCall): string {
	const nonce = randomBytes(16).toString('base64url');
	state.nonces.set(nonce, clock.now() + state.settings.nonceSeconds * 1000);
	return nonce;
}

/** The key the token will be bound to, or undefined for a plain bearer token. */
function boundKey(call: OktaCall, app: ServiceApp): string | undefined {
	if (!app.requireDpop) return undefined;
	const { state, incoming, clock } = call;
	const proof = checkProof(state, incoming, clock.now());
	if (!proof.valid) throw oauthRefusal('invalid_dpop_proof', proof.reason);
	const expires = proof.nonce === undefined ? undefined : state.nonces.get(proof.nonce);
	if (expires === undefined || expires < clock.now()) {
		throw oauthRefusal('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.', { headers: { 'dpop-nonce': freshNonce(call) } });
	}
	return proof.keyThumbprint;
}

function issueToken(call: OktaCall) {
	const form = formBody(call.incoming);
	if (form.get('grant_type') !== 'client_credentials') throw oauthRefusal('unsupported_grant_type', 'Only client_credentials is supported here.');
	const parsed = parseJwt(form.get('client_assertion') ?? '');
	const claimed = call.state.serviceApps.get(String(parsed?.claims.sub));
	// The proof is looked at before the assertion is used up: a client may repeat the same assertion with the nonce.
	const keyThumbprint = claimed === undefined ? undefined : boundKey(call, claimed);
	const app = authenticatedApp(call, form);
	const scopes = grantedScopes(app, form);
	const value = `eyJ${randomBytes(48).toString('base64url')}`;
	const expiresAt = call.clock.now() + TOKEN_SECONDS * 1000;
	call.state.accessTokens.set(value, { value, clientId: app.clientId, scopes, expiresAt, ...(keyThumbprint === undefined ? {} : { keyThumbprint }) });
	const token_type = keyThumbprint === undefined ? 'Bearer' : 'DPoP';
	return ok({ token_type, expires_in: TOKEN_SECONDS, access_token: value, scope: scopes.join(' ') }, { 'cache-control': 'no-cache, no-store' });
}

export const tokenRoutes: OktaRoute[] = [{ method: 'POST', path: '/oauth2/v1/token', open: true, handle: issueToken }];
