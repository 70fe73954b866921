import { givenKey, parseVkey, type VerifierKey } from './note';
import { VerificationError } from './problem';

/** What the auditor has from elsewhere. Without either, evidence only proves that it agrees with itself. */
export interface Known {
	/** The ledger's verifier key as handed over by its owner. */
	vkey?: string;
	/** A checkpoint of the ledger that was kept. */
	checkpoint?: string;
}

/** The key that all notes in a file have to be signed with: the one it names, and the one given where one was. */
export const checkKey = (vkey: string, known: Known, file: string): VerifierKey => {
	const given = known.vkey?.trim();
	if (given !== undefined) givenKey(given);
	const key = parseVkey(vkey);
	if (key === undefined) throw new VerificationError('key', `The key in the ${file} is not a verifier key.`);
	if (given !== undefined && given !== vkey) {
		throw new VerificationError('key', `The ${file} was signed with another key than the one given: with ${vkey}.`);
	}
	return key;
};
