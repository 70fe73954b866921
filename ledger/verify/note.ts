import { concat, equalBytes, fromBase64, toHex, utf8 } from './bytes';
import { isSigned, isSoundPoint } from './ed25519';
import { decodeBase64 } from './json';
import { sha256 } from './primitives';
import { VerificationError } from './problem';

/** https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint */

export interface VerifierKey {
	name: string;
	id: Uint8Array;
	/** Ed25519, 32 bytes. */
	publicKey: Uint8Array;
}

/** undefined where it is no Ed25519 verifier key: `name+hex(key id)+base64(0x01 || key)`. */
export const parseVkey = (vkey: string): VerifierKey | undefined => {
	const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(vkey) ?? [];
	const bytes = decodeBase64(encoded, 33);
	if (name === undefined || id === undefined || bytes === undefined || bytes[0] !== 1) return undefined;
	const expected = sha256(concat(utf8(`${name}\n`), bytes)).subarray(0, 4);
	const publicKey = bytes.subarray(1);
	return toHex(expected) === id && isSoundPoint(publicKey) ? { name, id: expected, publicKey } : undefined;
};

/** The key an auditor was given; without a sound one nothing can be checked. */
export const givenKey = (vkey: string): VerifierKey => {
	const key = parseVkey(vkey);
	if (key !== undefined) return key;
	throw new VerificationError('argument', 'The key given is not a verifier key: it should look like evidence.example.com/jml+0123abcd+AXyz…');
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
		const bytes = fromBase64(encoded ?? '');
		if (name === undefined || bytes === undefined || bytes.length < 5) {
			throw new VerificationError('format', `${what} has a malformed signature line.`);
		}
		if (name !== vkey.name || !equalBytes(bytes.subarray(0, 4), vkey.id)) continue;
		if (!isSigned(utf8(text), bytes.subarray(4), vkey.publicKey)) {
			throw new VerificationError('signature', `${what} was changed after it was signed: the signature of ${name} does not fit its text.`);
		}
		signed = true;
	}
	if (!signed) throw new VerificationError('signature', `${what} is not signed with the key ${vkey.name}+${toHex(vkey.id)}.`);
	return text;
};

export interface Checkpoint {
	origin: string;
	size: number;
	root: Uint8Array;
}

export const parseCheckpoint = (text: string, what: string): Checkpoint => {
	const [, origin, size, encoded] = /^([^\s+]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n$/u.exec(text) ?? [];
	const root = decodeBase64(encoded, 32);
	if (origin === undefined || root === undefined || !Number.isSafeInteger(Number(size))) {
		throw new VerificationError('checkpoint', `${what} is not a checkpoint: it should be a name, a size and a root hash, each on its line.`);
	}
	return { origin, size: Number(size), root };
};

/** A checkpoint signed by the ledger the key is named after. */
export const openCheckpoint = (note: string, key: VerifierKey, what: string): Checkpoint => {
	const checkpoint = parseCheckpoint(openNote(note, key, what), what);
	if (checkpoint.origin === key.name) return checkpoint;
	throw new VerificationError('checkpoint', `${what} is of the ledger ${checkpoint.origin}, but the key is that of ${key.name}.`);
};
