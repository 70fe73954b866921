import { hashes, Point } from '@noble/ed25519';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';
import type * as primitives from '../../ledger/verify/primitives';

/** What stands in for ledger/verify/primitives.ts in a page: synchronous, and without WebCrypto, which pages opened from a file may not have. */

hashes.sha512 = sha512;

export const sha256: typeof primitives.sha256 = (bytes) => nobleSha256(bytes);

const numberOf = (littleEndian: Uint8Array): bigint => littleEndian.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);

/**
 * RFC 8032 5.1.7 as OpenSSL does it: R is calculated and its bytes compared. The library's own verify multiplies by the
 * cofactor, and would accept signatures here that Node refuses.
 */
export const verifyEd25519: typeof primitives.verifyEd25519 = (signature, message, publicKey) => {
	const { n: order } = Point.CURVE();
	const [r, s] = [signature.slice(0, 32), numberOf(signature.subarray(32))];
	if (s >= order) return false;
	const challenge = numberOf(sha512(Uint8Array.of(...r, ...publicKey, ...message))) % order;
	try {
		const expected = Point.BASE.multiply(s, false).add(Point.fromBytes(publicKey).negate().multiply(challenge, false));
		return expected.toBytes().every((byte, at) => byte === r[at]);
	} catch {
		return false; // The key is no point of the curve.
	}
};
