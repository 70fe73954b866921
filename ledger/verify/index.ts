import type { Bundle } from '../types';
import { checkMembers, isProven, isRecord, readBundle, readProof, readStatement } from './bundle';
import { toBase64 } from './bytes';
import { checkRecords, closingOf, personIn } from './case';
import { isSame, openHeld, type HeldCheckpoint } from './held';
import { decodeBase64 } from './json';
import { checkKey, type Known } from './known';
import { isConsistent } from './merkle';
import { openCheckpoint, openNote, type Checkpoint, type VerifierKey } from './note';
import { orRefused, VerificationError, type Refused } from './problem';
import type { CheckedRecord } from './runs';

export type { HeldCheckpoint } from './held';
export type { Known } from './known';
export type { Refused, VerifyCode } from './problem';
export type { CheckedRecord } from './runs';

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
	heldCheckpoint?: HeldCheckpoint;
	/** Of the runs that changed something, where there is one: a dry run afterwards neither reopens the case nor hides its verdict. */
	closed: boolean;
	verdict?: string;
}

/** What a bundle proves, and the records that prove it. */
export interface Evidence {
	ok: true;
	found: Verified;
	bundle: Bundle;
	records: readonly CheckedRecord[];
}

/** Checks a bundle with nothing but the bundle and what the auditor knows. Shares no code with what wrote it. */
export const verifyBundle = (text: string, known: Known = {}): Verified | Refused => {
	const result = readEvidence(text, known);
	return result.ok ? result.found : result;
};

/** The same, for whoever goes on to read the records. */
export const readEvidence = (text: string, known: Known = {}): Evidence | Refused => {
	let record: number | undefined;
	return orRefused(
		() => check(text, known, (number) => (record = number)),
		() => (record === undefined ? {} : { record }),
	);
};

const check = (text: string, known: Known, at: (record: number) => void): Evidence => {
	const bundle = readBundle(text);
	const key = checkKey(bundle.vkey, known, 'bundle');
	const checkpoint = openCheckpoint(bundle.checkpoint, key, 'The checkpoint');
	const earlier = checkConsistency(bundle, checkpoint);
	const heldCheckpoint = known.checkpoint === undefined ? undefined : compareHeld(known.checkpoint, key, checkpoint, earlier);
	const total = checkStatement(bundle, key, checkpoint);

	const records = checkRecords(bundle.records, { caseId: bundle.caseId, total, isRecord, isIncluded: (entry, record) => isProven(entry, record, checkpoint) }, at);
	const closing = closingOf(records, at);
	const found: Verified = {
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
		root: toBase64(checkpoint.root),
		vkey: bundle.vkey,
		keyTrusted: known.vkey !== undefined,
		...(heldCheckpoint === undefined ? {} : { heldCheckpoint }),
		...closing,
	};
	return { ok: true, found, bundle, records };
};

/** The number of records the ledger signed for. */
const checkStatement = (bundle: Bundle, key: VerifierKey, { origin, size, root }: Checkpoint): number => {
	const what = 'The statement of the case';
	const statement = readStatement(openNote(bundle.statement, key, what), 'jml-case-statement/1', ['caseId', 'exportedAt', 'origin', 'records', 'root', 'size'], what);
	checkMembers(statement, { caseId: bundle.caseId, exportedAt: bundle.exportedAt, origin, root: toBase64(root), size }, what);
	const total = statement['records'];
	if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 1) {
		throw new VerificationError('statement', 'The statement of the case does not say how many records there are.');
	}
	return total;
};

type Head = Pick<Checkpoint, 'size' | 'root'>;

/** The earlier state that the bundle's ledger is shown to continue; whose checkpoint that is does not matter here. */
const checkConsistency = ({ consistency }: Bundle, checkpoint: Checkpoint): Head | undefined => {
	if (consistency === undefined) return undefined;
	const [root, proof] = [decodeBase64(consistency.root, 32), readProof(consistency.proof)];
	if (root !== undefined && proof !== undefined && isConsistent({ size: consistency.size, root }, checkpoint, proof)) return { size: consistency.size, root };
	throw new VerificationError('consistency', `The bundle does not prove what it says: that its ledger continues the one of ${consistency.size} records.`);
};

const compareHeld = (note: string, key: VerifierKey, checkpoint: Checkpoint, earlier: Head | undefined): HeldCheckpoint => {
	const held = openHeld(note, key, checkpoint);
	if (isSame(held, checkpoint)) return 'same';
	return earlier !== undefined && isSame(held, earlier) ? 'continued' : 'not_proven';
};
