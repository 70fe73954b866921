import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { LedgerError } from './errors';
import { hmacWith, sha256 } from './hash';

/** Formats: https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint */

/** Signs notes under one name. `vkey` is what others check the signatures with. */
export interface Signer {
	name: string;
	vkey: string;
	sign(text: string): string;
	/** Always the same for the same text, and nothing to anybody without the key. */
	blind(text: string): string;
}

const ed25519 = 1;

export const assertOrigin = (origin: string): void => {
	if (!/^[^\s+\p{Cc}\p{Surrogate}]+$/u.test(origin) || origin.includes('://')) {
		throw new LedgerError('bad_origin', 'A ledger is named like an address without https://, spaces or plus signs: evidence.example.com/jml.');
	}
};

export const createSigner = (name: string, privateKey: KeyObject): Signer => {
	assertOrigin(name);
	const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
	const key = Buffer.concat([Buffer.of(ed25519), spki.subarray(-32)]);
	const id = sha256(`${name}\n`, key).subarray(0, 4);
	let last = { text: '', note: '' };
	// A signature that is never shown is as secret as the key.
	const blind = hmacWith(sha256(sign(null, Buffer.from('jml-blind/1\n'), privateKey)));
	return {
		name,
		vkey: `${name}+${id.toString('hex')}+${key.toString('base64')}`,
		sign: (text) => {
			if (text === last.text) return last.note;
			const signature = sign(null, Buffer.from(text), privateKey);
			const note = `${text}\n— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
			last = { text, note };
			return note;
		},
		blind: (text) => blind(text).toString('base64'),
	};
};

export const checkpointText = (origin: string, size: number, root: string): string => `${origin}\n${size}\n${root}\n`;
