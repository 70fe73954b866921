import { equalBytes, fromBase64 } from './bytes';
import { decodeBase64 } from './json';
import { sameAsHeld, type HeldCheckpoint } from './held';
import { leafHash, rootFromInclusion } from './merkle';
import { givenKey, openCheckpoint } from './note';
import { orRefused, VerificationError, type Refused } from './problem';

/** https://c2sp.org/tlog-proof: one entry's place in the ledger, with the checkpoint it is proven against. */
export interface TlogProof {
	index: number;
	/** base64 sibling hashes, leaf to root. */
	proof: readonly string[];
	/** C2SP signed note. */
	checkpoint: string;
}

const header = 'c2sp.org/tlog-proof@v1';

export const writeTlogProof = ({ index, proof, checkpoint }: TlogProof): string =>
	[header, `index ${index}`, ...proof, '', checkpoint].join('\n');

/** What `extra` says is not covered by any signature, so it is passed over. */
export const readTlogProof = (text: string): TlogProof => {
	const [, extra = '', index, hashes = '', checkpoint] = /^c2sp\.org\/tlog-proof@v1\n(?:extra (\S*)\n)?index (0|[1-9]\d{0,15})\n((?:\S+\n)*)\n([^]+)$/.exec(text) ?? [];
	const proof = hashes.split('\n').slice(0, -1);
	const fits = checkpoint !== undefined && Number.isSafeInteger(Number(index)) && fromBase64(extra) !== undefined && proof.every((hash) => decodeBase64(hash, 32) !== undefined);
	if (!fits) throw new VerificationError('format', `This is not a proof of the format ${header}.`);
	return { index: Number(index), proof, checkpoint };
};

export interface ProvenEntry {
	ok: true;
	index: number;
	origin: string;
	/** The checkpoint: how many entries the whole ledger had. */
	size: number;
	heldCheckpoint?: HeldCheckpoint;
}

/** Whether the entry, byte for byte, stands at its index in the ledger whose key is given. */
export const verifyTlogProof = (text: string, entry: string, known: { vkey: string; checkpoint?: string }): ProvenEntry | Refused =>
	orRefused(() => {
		const key = givenKey(known.vkey.trim());
		const { index, proof, checkpoint: note } = readTlogProof(text);
		const checkpoint = openCheckpoint(note, key, 'The checkpoint');
		const { origin, size, root } = checkpoint;
		const held = sameAsHeld(known.checkpoint, key, checkpoint);
		const reached = rootFromInclusion(index, size, leafHash(entry), proof.map((hash) => fromBase64(hash)!));
		if (reached === undefined || !equalBytes(reached, root)) {
			throw new VerificationError('inclusion', `This entry is not entry ${index} of the ledger that was signed, or was changed since: its proof does not lead to the signed root.`);
		}
		return { ok: true as const, index, origin, size, ...(held === undefined ? {} : { heldCheckpoint: held }) };
	});
