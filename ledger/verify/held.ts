import { equalBytes } from './bytes';
import { openNote, parseCheckpoint, type Checkpoint, type VerifierKey } from './note';
import { VerificationError } from './problem';

/** How a checkpoint relates to the one the auditor holds: the same, proven to continue it, or of another size without a proof. */
export type HeldCheckpoint = 'same' | 'continued' | 'not_proven';

const what = 'The checkpoint you hold';

/** What goes astray where a checkpoint is pasted or saved by hand, and says nothing about it. */
const tidied = (note: string): string => `${note.replace(/^\ufeff/, '').replaceAll('\r\n', '\n').trim()}\n`;

/** The checkpoint that the auditor holds, of the same ledger as the one it is compared with. */
export const openHeld = (given: string, key: VerifierKey, { origin }: Checkpoint): Checkpoint => {
	const note = tidied(given);
	const { origin: heldOrigin } = usable(() => parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1), what));
	if (heldOrigin !== origin) throw new VerificationError('other_ledger', `${what} is of the ledger “${heldOrigin}”, and this evidence of ${origin}.`);
	return parseCheckpoint(usable(() => openNote(note, key, what)), what);
};

/** That a text is no checkpoint speaks against what was given, not against the evidence. */
const usable = <Result>(read: () => Result): Result => {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof VerificationError && (error.code === 'format' || error.code === 'checkpoint'))) throw error;
		throw new VerificationError('argument', error.message);
	}
};

export const isSame = (held: Checkpoint, checkpoint: Pick<Checkpoint, 'size' | 'root'>): boolean => {
	if (held.size !== checkpoint.size) return false;
	if (equalBytes(held.root, checkpoint.root)) return true;
	throw new VerificationError('consistency', `The ledger was rewritten: it signed two different histories of ${held.size} records, the one you hold and the one with this evidence.`);
};

/** Where nothing shows that one continues the other, only the very same can be told. */
export const sameAsHeld = (given: string | undefined, key: VerifierKey, checkpoint: Checkpoint): HeldCheckpoint | undefined => {
	if (given === undefined) return undefined;
	return isSame(openHeld(given, key, checkpoint), checkpoint) ? 'same' : 'not_proven';
};
