import { toHex } from './bytes';
import { verifyEd25519 } from './primitives';

/** y of the eight points of small order; under such a key some signatures fit any text. */
const smallOrder = new Set([
	'0000000000000000000000000000000000000000000000000000000000000000',
	'0100000000000000000000000000000000000000000000000000000000000000',
	'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

/**
 * Whether all implementations take these bytes for the same point: the one encoding RFC 8032 5.1.3 allows, of a point
 * that is not of small order. In what else they let pass, libraries differ, and so do versions of OpenSSL.
 */
export const isSoundPoint = (point: Uint8Array): boolean => {
	const y = Uint8Array.from(point);
	y[31]! &= 0x7f;
	const beyondTheField = y[31] === 0x7f && y[0]! >= 0xed && y.subarray(1, 31).every((byte) => byte === 0xff);
	return point.length === 32 && !beyondTheField && !smallOrder.has(toHex(y));
};

export const isSigned = (text: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean =>
	signature.length === 64 && isSoundPoint(signature.subarray(0, 32)) && isSoundPoint(key) && verifyEd25519(signature, text, key);
