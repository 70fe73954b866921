import type { JsonWebKey } from 'node:crypto';
import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export interface ServiceKey {
	privateKey: string;
	publicJwk: JsonWebKey & { kid: string };
}

const KID = 'sandbox-key-1';

let known: Promise<ServiceKey> | undefined;

async function generate(): Promise<ServiceKey> {
	const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
	return { privateKey, publicJwk: { ...createPublicKey(publicKey).export({ format: 'jwk' }), kid: KID, use: 'sig', alg: 'RS256' } };
}

/** RSA keys are slow to make: one per process serves every sandbox in it. */
export const serviceKey = (): Promise<ServiceKey> => (known ??= generate());
