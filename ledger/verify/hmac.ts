import { concat } from './bytes';
import { sha256 } from './primitives';

const block = 64;

/** RFC 2104 with SHA-256, for keys of at most one block. */
export const hmacSha256 = (key: Uint8Array, message: Uint8Array): Uint8Array => {
	const padded = concat(key, new Uint8Array(block - key.length));
	const inner = sha256(concat(padded.map((byte) => byte ^ 0x36), message));
	return sha256(concat(padded.map((byte) => byte ^ 0x5c), inner));
};
