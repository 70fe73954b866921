import { equalBytes } from './bytes';
import { openNote, parseCheckpoint, type Checkpoint, type VerifierKey } from './note';
import { VerificationError } from './problem';

/** How a checkpoint relates to the one the auditor holds: the same, proven to continue it, or of another size without a proof. */
export type HeldCheckpoint = 'same' | 'continued' | 'not_proven';

const what = 'The checkpoint you hold';

/** The checkpoint that the auditor holds, of the same ledger as the one it is compared with. */
export const openHeld = (note: string, key: VerifierKey, { origin }: Checkpoint): Checkpoint => {
	const heldOrigin = note.slice(0, Math.max(0, note.indexOf('\n')));
	if (heldOrigin !== origin) throw new VerificationError('other_ledger', `${what} is of the ledger “${heldOrigin}”, and this evidence of ${origin}.`);
	return parseCheckpoint(openNote(note, key, what), what);
};

export const isSame = (held: Checkpoint, checkpoint: Checkpoint): boolean => {
	if (held.size !== checkpoint.size) return false;
	if (equalBytes(held.root, checkpoint.root)) return true;
	throw new VerificationError('consistency', `The ledger was rewritten: it signed two different histories of ${held.size} records, the one you hold and the one with this evidence.`);
};
