import type { Bundle } from '../types';
import { readBundle, readProof, readStatement } from './bundle';
import { checkRecords, closingOf, personIn } from './case';
import { isConsistent } from './merkle';
import { openNote, parseCheckpoint, parseVkey, type Checkpoint, type VerifierKey } from './note';
import { VerificationError, type VerifyCode } from './problem';

export type { VerifyCode } from './problem';

/** What the auditor has from elsewhere. Without either, a bundle only proves that it agrees with itself. */
export interface Known {
	/** The ledger's verifier key as handed over by its owner. */
	vkey?: string;
	/** A checkpoint of the ledger that was kept. */
	checkpoint?: string;
}

export interface Verified {
	ok: true;
	caseId: string;
	/** The name of the person the case is about, as the first record with one has it. */
	person?: string;
	/** How many records the case has, as of the checkpoint. */
	records: number;
	/** How many of them had their content erased. */
	erased: number;
	firstAt: string;
	lastAt: string;
	exportedAt: string;
	origin: string;
	/** The checkpoint: how many records the whole ledger had, and base64 of its root hash. */
	size: number;
	root: string;
	vkey: string;
	/** false where the key is only what the bundle says it is. */
	keyTrusted: boolean;
	/** How the checkpoint relates to the one given: the same, proven to continue it, or of another size without a proof. */
	heldCheckpoint?: 'same' | 'continued' | 'not_proven';
	closed: boolean;
	verdict?: string;
}

export interface Refused {
	ok: false;
	code: VerifyCode;
	/** The first bad record of the bundle, counted from 1. */
	record?: number;
	/** A sentence for an auditor. */
	problem: string;
}

/** Checks a bundle with nothing but the bundle and what the auditor knows. Shares no code with what wrote it. */
export const verifyBundle = (text: string, known: Known = {}): Verified | Refused => {
	let record: number | undefined;
	try {
		return check(text, known, (number) => (record = number));
	} catch (error) {
		if (!(error instanceof VerificationError)) throw error;
		return { ok: false, code: error.code, problem: error.message, ...(record === undefined ? {} : { record }) };
	}
};

const check = (text: string, known: Known, at: (record: number | undefined) => void): Verified => {
	const bundle = readBundle(text);
	const key = checkKey(bundle, known);
	const checkpoint = parseCheckpoint(openNote(bundle.checkpoint, key, 'The checkpoint'), 'The checkpoint');
	if (checkpoint.origin !== key.name) throw new VerificationError('checkpoint', `The checkpoint is of the ledger ${checkpoint.origin}, but the key is that of ${key.name}.`);
	const heldCheckpoint = known.checkpoint === undefined ? undefined : compareHeld(known.checkpoint, key, checkpoint, bundle);
	const total = checkStatement(bundle, key, checkpoint);

	const records = checkRecords(bundle.records, { caseId: bundle.caseId, total, checkpoint }, at);
	const closing = closingOf(records, at);
	return {
		ok: true,
		caseId: bundle.caseId,
		...personIn(records),
		records: records.length,
		erased: records.filter(({ body }) => body === null).length,
		firstAt: records[0]!.entry.at,
		lastAt: records.at(-1)!.entry.at,
		exportedAt: bundle.exportedAt,
		origin: checkpoint.origin,
		size: checkpoint.size,
		root: checkpoint.root.toString('base64'),
		vkey: bundle.vkey,
		keyTrusted: known.vkey !== undefined,
		...(heldCheckpoint === undefined ? {} : { heldCheckpoint }),
		...closing,
	};
};

const checkKey = (bundle: Bundle, known: Known): VerifierKey => {
	if (known.vkey !== undefined && parseVkey(known.vkey) === undefined) {
		throw new VerificationError('argument', 'The key given is not a verifier key: it should look like evidence.example.com/jml+0123abcd+AXyz…');
	}
	const key = parseVkey(bundle.vkey);
	if (key === undefined) throw new VerificationError('key', 'The key in the bundle is not a verifier key.');
	if (known.vkey !== undefined && known.vkey !== bundle.vkey) {
		throw new VerificationError('key', `The bundle was signed with another key than the one given: with ${bundle.vkey}.`);
	}
	return key;
};

/** The number of records the ledger signed for. */
const checkStatement = (bundle: Bundle, key: VerifierKey, { origin, size, root }: Checkpoint): number => {
	const statement = readStatement(openNote(bundle.statement, key, 'The statement of the case'));
	const expected = { caseId: bundle.caseId, exportedAt: bundle.exportedAt, origin, root: root.toString('base64'), size };
	for (const [name, value] of Object.entries(expected)) {
		if (statement[name] !== value) throw new VerificationError('statement', `The statement of the case does not belong to this bundle: its ${name} is another.`);
	}
	const total = statement['records'];
	if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 1) {
		throw new VerificationError('statement', 'The statement of the case does not say how many records there are.');
	}
	return total;
};

const compareHeld = (note: string, key: VerifierKey, checkpoint: Checkpoint, bundle: Bundle): 'same' | 'continued' | 'not_proven' => {
	const what = 'The checkpoint you hold';
	const origin = note.slice(0, Math.max(0, note.indexOf('\n')));
	if (origin !== checkpoint.origin) throw new VerificationError('other_ledger', `${what} is of the ledger “${origin}”, the bundle of ${checkpoint.origin}.`);
	const held = parseCheckpoint(openNote(note, key, what), what);
	if (held.size === checkpoint.size) {
		if (held.root.equals(checkpoint.root)) return 'same';
		throw new VerificationError('consistency', `The ledger was rewritten: it signed two different histories of ${held.size} records, the one you hold and the one in the bundle.`);
	}
	if (bundle.consistency?.size !== held.size) return 'not_proven';
	const proof = readProof(bundle.consistency.proof);
	if (proof !== undefined && isConsistent(held, checkpoint, proof)) return 'continued';
	throw new VerificationError('consistency', `The bundle does not prove that its ledger continues the one you hold a checkpoint of (${held.size} records). It may have been rewritten.`);
};
