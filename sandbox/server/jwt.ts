import type { JsonWebKey } from 'node:crypto';
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface Jwt {
	header: Record<string, unknown>;
	claims: Record<string, unknown>;
	signed: string;
	signature: Buffer;
}

const decodePart = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;

export function parseJwt(text: string): Jwt | undefined {
	const [header, claims, signature, extra] = text.split('.');
	if (header === undefined || claims === undefined || signature === undefined || extra !== undefined) return undefined;
	try {
		return { header: decodePart(header), claims: decodePart(claims), signed: `${header}.${claims}`, signature: Buffer.from(signature, 'base64url') };
	} catch {
		return undefined;
	}
}

const KEY_TYPES: Record<string, string> = { RS256: 'RSA', RS384: 'RSA', RS512: 'RSA', ES256: 'EC', ES384: 'EC', ES512: 'EC' };

/** JWS (RFC 7515) over an asymmetric key; anything else, `none` included, does not verify. */
export function verifiedBy({ header, signed, signature }: Jwt, jwk: JsonWebKey): boolean {
	const algorithm = String(header.alg);
	if (KEY_TYPES[algorithm] === undefined || KEY_TYPES[algorithm] !== jwk.kty) return false;
	try {
		const key = createPublicKey({ key: jwk, format: 'jwk' });
		return verify(`sha${algorithm.slice(2)}`, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
	} catch {
		return false;
	}
}

/** RFC 7638. */
export function thumbprint({ kty, crv, e, n, x, y }: JsonWebKey): string {
	const required = kty === 'EC' ? { crv, kty, x, y } : { e, kty, n };
	return createHash('sha256').update(JSON.stringify(required)).digest('base64url');
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/**
 * Clients stamp what they sign with their own clock. In a test that may be the company's moved clock,
 * in another process it is the machine's: either counts.
 */
export const anyClock = (companyNow: number) => [companyNow / 1000, Date.now() / 1000];
