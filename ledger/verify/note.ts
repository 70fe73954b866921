import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './json';
import { VerificationError } from './problem';

/** https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint */

export interface VerifierKey {
	name: string;
	id: Buffer;
	key: KeyObject;
}

const spkiOfEd25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** undefined where it is no Ed25519 verifier key: `name+hex(key id)+base64(0x01 || key)`. */
export const parseVkey = (vkey: string): VerifierKey | undefined => {
	const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(vkey) ?? [];
	const bytes = decodeBase64(encoded, 33);
	if (name === undefined || id === undefined || bytes === undefined || bytes[0] !== 1) return undefined;
	const expected = createHash('sha256').update(`${name}\n`).update(bytes).digest().subarray(0, 4);
	if (expected.toString('hex') !== id) return undefined;
	return { name, id: expected, key: createPublicKey({ key: Buffer.concat([spkiOfEd25519, bytes.subarray(1)]), format: 'der', type: 'spki' }) };
};

/**
 * The signed text of a note. Signatures by others are ignored, as the specification asks: witnesses may add theirs.
 * One that claims to be by this key and is not refuses the note.
 */
export const openNote = (note: string, vkey: VerifierKey, what: string): string => {
	const end = note.lastIndexOf('\n\n');
	const lines = note.slice(end + 2).split('\n');
	if (end < 1 || lines.length < 2 || lines.pop() !== '' || /[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u.test(note)) {
		throw new VerificationError('format', `${what} is not a signed note: a text, an empty line, and lines with signatures.`);
	}
	const text = note.slice(0, end + 1);
	let signed = false;
	for (const line of lines) {
		const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
		const bytes = Buffer.from(encoded ?? '', 'base64');
		if (name === undefined || bytes.length < 5 || bytes.toString('base64') !== encoded) {
			throw new VerificationError('format', `${what} has a malformed signature line.`);
		}
		if (name !== vkey.name || !bytes.subarray(0, 4).equals(vkey.id)) continue;
		if (!verify(null, Buffer.from(text), vkey.key, bytes.subarray(4))) {
			throw new VerificationError('signature', `${what} was changed after it was signed: the signature of ${name} does not fit its text.`);
		}
		signed = true;
	}
	if (!signed) throw new VerificationError('signature', `${what} is not signed with the key ${vkey.name}+${vkey.id.toString('hex')}.`);
	return text;
};

export interface Checkpoint {
	origin: string;
	size: number;
	root: Buffer;
}

export const parseCheckpoint = (text: string, what: string): Checkpoint => {
	const [, origin, size, encoded] = /^([^\s+]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n$/u.exec(text) ?? [];
	const root = decodeBase64(encoded, 32);
	if (origin === undefined || root === undefined || !Number.isSafeInteger(Number(size))) {
		throw new VerificationError('checkpoint', `${what} is not a checkpoint: it should be a name, a size and a root hash, each on its line.`);
	}
	return { origin, size: Number(size), root };
};
