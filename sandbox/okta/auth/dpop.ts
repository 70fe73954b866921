import type { JsonWebKey } from 'node:crypto';
import type { Incoming } from '../../server/message';
import { header } from '../../server/message';
import { anyClock, parseJwt, sha256, thumbprint, verifiedBy } from '../../server/jwt';
import type { OktaState } from '../state';

const FRESH_FOR_SECONDS = 300;

export type Proof = { valid: true; keyThumbprint: string; nonce: string | undefined } | { valid: false; reason: string };

const bad = (reason: string): Proof => ({ valid: false, reason });

function samePlace(htu: unknown, incoming: Incoming): boolean {
	try {
		const claimed = new URL(String(htu));
		return claimed.host === header(incoming, 'host') && claimed.pathname === incoming.path && claimed.search === '' && claimed.hash === '';
	} catch {
		return false;
	}
}

/** Checks a DPoP proof (RFC 9449 §4.3) against the request that carries it. */
export function checkProof(state: OktaState, incoming: Incoming, now: number, accessToken?: string): Proof {
	const text = header(incoming, 'dpop');
	if (text === undefined) return bad('The DPoP proof is missing.');
	const jwt = parseJwt(text);
	if (jwt === undefined || jwt.header.typ !== 'dpop+jwt') return bad('The DPoP proof is not a dpop+jwt.');
	const jwk = jwt.header.jwk as JsonWebKey | undefined;
	if (typeof jwk !== 'object' || jwk === null || jwk.d !== undefined) return bad('The DPoP proof must carry a public key.');
	if (!verifiedBy(jwt, jwk)) return bad('The DPoP proof signature is invalid.');
	const { htm, htu, iat, jti, ath, nonce } = jwt.claims;
	if (String(htm).toUpperCase() !== incoming.method) return bad('The htm claim does not match the request method.');
	if (!samePlace(htu, incoming)) return bad('The htu claim does not match the request URL.');
	if (typeof iat !== 'number' || !anyClock(now).some((clock) => Math.abs(clock - iat) <= FRESH_FOR_SECONDS)) return bad('The iat claim is not current.');
	if (typeof jti !== 'string' || jti === '') return bad('The jti claim is missing.');
	if (accessToken !== undefined && ath !== sha256(accessToken)) return bad('The ath claim does not match the access token.');
	const seen = `dpop ${jti}`;
	if (state.seenProofs.has(seen)) return bad('The jti has been used before.');
	state.seenProofs.add(seen);
	return { valid: true, keyThumbprint: thumbprint(jwk), nonce: typeof nonce === 'string' ? nonce : undefined };
}
