import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { redact } from '../../ledger/secrets';
import { Problem } from '../../lifecycle/problem';
import type { SendForm } from '../http/types';

export interface ServiceApp {
	orgUrl: string;
	clientId: string;
	/** PEM, or a JWK as JSON. */
	privateKey: string;
	keyId: string;
	scopes: readonly string[];
}

/** What a service app works with for an hour. Bound to a key of its own where Okta demands proof of possession. */
export interface Session {
	type: 'Bearer' | 'DPoP';
	token: string;
	scopes: string[];
	/** The private key of the binding, as a JWK. */
	proofKey?: JsonWebKey;
}

type JsonWebKey = { [key: string]: unknown };

const base64url = (data: string | Buffer) => Buffer.from(data).toString('base64url');
const seconds = (now: Date) => Math.floor(now.getTime() / 1_000);

const signed = (header: object, claims: object, key: KeyObject): string => {
	const content = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
	// JWS wants the two ECDSA integers side by side, not wrapped in DER.
	const signature = sign('sha256', Buffer.from(content), key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : key);
	return `${content}.${base64url(signature)}`;
};

const readKey = (text: string): KeyObject => {
	try {
		const trimmed = text.trim();
		if (trimmed.startsWith('{')) return createPrivateKey({ key: JSON.parse(trimmed), format: 'jwk' });
		// A PEM pasted into a single-line field arrives with its line ends as the two characters \n.
		return createPrivateKey(trimmed.replaceAll('\\n', '\n'));
	} catch {
		throw new Problem('misconfigured', 'The private key in the Okta credential cannot be read. Paste the whole PEM block, or the JWK as Okta showed it once.');
	}
};

const algorithm = (key: KeyObject): 'RS256' | 'ES256' => {
	if (key.asymmetricKeyType === 'rsa') return 'RS256';
	if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
	throw new Problem('misconfigured', 'The private key in the Okta credential must be RSA or an EC key on P-256.');
};

const assertion = (app: ServiceApp, key: KeyObject, now: Date): string =>
	signed(
		{ alg: algorithm(key), kid: app.keyId },
		{ iss: app.clientId, sub: app.clientId, aud: tokenUrl(app), iat: seconds(now), exp: seconds(now) + 300, jti: randomUUID() },
		key,
	);

const tokenUrl = (app: ServiceApp) => `${app.orgUrl}/oauth2/v1/token`;

interface Proof {
	key: KeyObject;
	method: string;
	url: string;
	now: Date;
	nonce?: string | undefined;
	token?: string;
}

const publicParts = new WeakMap<KeyObject, JsonWebKey>();

const publicPart = (key: KeyObject): JsonWebKey => {
	let part = publicParts.get(key);
	if (!part) {
		const { kty, crv, x, y } = key.export({ format: 'jwk' });
		publicParts.set(key, (part = { kty, crv, x, y }));
	}
	return part;
};

/** RFC 9449: proves that whoever shows the token also holds the key it was issued to. */
const proof = ({ key, method, url, now, nonce, token }: Proof): string => {
	const htu = url.split(/[?#]/)[0];
	return signed(
		{ typ: 'dpop+jwt', alg: 'ES256', jwk: publicPart(key) },
		{
			htm: method,
			htu,
			iat: seconds(now),
			jti: randomUUID(),
			...(nonce === undefined ? {} : { nonce }),
			...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
		},
		key,
	);
};

/**
 * Client credentials with a signed assertion. A proof of possession goes along from the start, as with Okta's own SDK:
 * an app that does not demand one answers with a plain bearer token, and one that does asks for its nonce at once.
 */
export const mintSession = async (app: ServiceApp, send: SendForm, now: () => Date): Promise<Session> => {
	const key = readKey(app.privateKey);
	const proofKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
	let nonce: string | undefined;
	for (let turn = 0; turn < 2; turn++) {
		const answer = await send({
			url: tokenUrl(app),
			form: {
				grant_type: 'client_credentials',
				scope: app.scopes.join(' '),
				client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
				client_assertion: assertion(app, key, now()),
			},
			headers: {
				accept: 'application/json',
				dpop: proof({ key: proofKey, method: 'POST', url: tokenUrl(app), now: now(), nonce }),
			},
		});
		const body = (typeof answer.body === 'object' && answer.body !== null ? answer.body : {}) as { [key: string]: unknown };
		const token = body['access_token'];
		if (answer.status === 200 && typeof token === 'string') {
			const scopes = typeof body['scope'] === 'string' ? body['scope'].split(' ') : [...app.scopes];
			if (String(body['token_type']).toLowerCase() !== 'dpop') return { type: 'Bearer', token, scopes };
			return { type: 'DPoP', token, scopes, proofKey: proofKey.export({ format: 'jwk' }) as JsonWebKey };
		}
		const error = String(body['error'] ?? '');
		nonce = answer.headers['dpop-nonce'];
		if (error !== 'use_dpop_nonce' || !nonce) throw tokenProblem(app, answer.status, error, body, answer.headers['x-okta-request-id']);
	}
	throw new Problem('unauthorised', 'Okta kept asking for another proof of possession and never issued a token. Check that the clock of the n8n server is right.');
};

const tokenProblem = ({ scopes }: ServiceApp, status: number, error: string, body: { [key: string]: unknown }, requestId: string | undefined): Problem => {
	const said = redact(String(body['error_description'] ?? error ?? '')).slice(0, 300) || `status ${status}`;
	const evidence = { status, ...(error ? { vendorCode: error } : {}), ...(requestId ? { requestId } : {}) };
	if (status === 429) return new Problem('throttled', 'Okta issues no token just now because of its rate limit. Run the case again in a minute.', evidence);
	if (status >= 500) return new Problem('vendor_error', `Okta failed while issuing a token (status ${status}). Check status.okta.com, then run the case again.`, evidence);
	if (error === 'invalid_scope') return new Problem('forbidden', `Okta refused a scope of the service app: ${said}. Grant every scope listed in the credential under "Okta API Scopes" of the app.`, { ...evidence, missing: scopes.filter((scope) => said.split(/[^\w.]+/).includes(scope)) });
	if (error === 'invalid_client') return new Problem('unauthorised', `Okta does not accept the service app: ${said}. Check client id, key id and private key in the credential, that the public key is registered with the app, and that the app is active.`, evidence);
	if (error === '') return new Problem('bad_answer', `Okta's token address answered with something that is not its API (status ${status}). Check the Okta domain in the credential.`, evidence);
	return new Problem('unauthorised', `Okta issued no token: ${said}. Check the service app and its credential.`, evidence);
};

/** The last key used: reading one takes as long as signing with it. */
let bound: { token: string; key: KeyObject } | undefined;

/** The headers of one API call; a proof of possession serves a single request. */
export const authorisation = (session: Session, method: string, url: string, now: Date): Record<string, string> => {
	if (session.type === 'Bearer' || !session.proofKey) return { authorization: `Bearer ${session.token}` };
	if (bound?.token !== session.token) bound = { token: session.token, key: createPrivateKey({ key: session.proofKey as never, format: 'jwk' }) };
	const { key } = bound;
	return { authorization: `DPoP ${session.token}`, dpop: proof({ key, method, url, now, token: session.token }) };
};
