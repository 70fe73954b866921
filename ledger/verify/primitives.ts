import { createPublicKey, hash, verify } from 'node:crypto';

/**
 * The two primitives everything here is checked with, from Node. In the page that checks itself their place is taken by
 * those in vendor/page/: nothing else of the verifier differs there.
 */

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

const spkiPrefix = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

/** RFC 8032 5.1.7, without multiplying by the cofactor. The key was looked at before; see ed25519.ts. */
export const verifyEd25519 = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean => {
	const spki = Buffer.concat([spkiPrefix, publicKey]);
	return verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
};
