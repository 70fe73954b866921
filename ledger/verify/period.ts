import type { Json, JsonObject, PeriodBundle } from '../types';
import { checkMembers, isBareRecord, readStatement } from './bundle';
import { toBase64 } from './bytes';
import { checkRecords, closingOf, type Located } from './case';
import { sameAsHeld, type HeldCheckpoint } from './held';
import { hasMembers, isObject, parseStrict } from './json';
import { checkKey, type Known } from './known';
import { leafHash } from './merkle';
import { openCheckpoint, openNote, type Checkpoint, type VerifierKey } from './note';
import { orRefused, VerificationError, type Place, type Refused } from './problem';
import type { CheckedRecord } from './runs';
import { sharedProof, type SharedProof } from './sharedProof';

export interface VerifiedPeriod {
	ok: true;
	/** Instants; the end is not part of the period. */
	from: string;
	to: string;
	cases: number;
	/** Of all cases together, as of the checkpoint. */
	records: number;
	/** How many of them had their content erased. */
	erased: number;
	exportedAt: string;
	origin: string;
	/** The checkpoint: how many records the whole ledger had, and base64 of its root hash. */
	size: number;
	root: string;
	vkey: string;
	/** false where the key is only what the file says it is. */
	keyTrusted: boolean;
	heldCheckpoint?: HeldCheckpoint;
}

export interface CheckedCase {
	caseId: string;
	records: readonly CheckedRecord[];
}

/** What a period proves, and the records that prove it. */
export interface PeriodEvidence {
	ok: true;
	found: VerifiedPeriod;
	period: PeriodBundle;
	cases: readonly CheckedCase[];
}

/** Checks all cases of a period with nothing but the file and what the auditor knows. */
export const verifyPeriod = (text: string, known: Known = {}): VerifiedPeriod | Refused => {
	const result = readPeriodEvidence(text, known);
	return result.ok ? result.found : result;
};

/** The same, for whoever goes on to read the records. */
export const readPeriodEvidence = (text: string, known: Known = {}): PeriodEvidence | Refused => {
	let place: Place = {};
	return orRefused(
		() => check(text, known, (at) => (place = at)),
		() => place,
	);
};

const check = (text: string, known: Known, at: (place: Place) => void): PeriodEvidence => {
	const period = readPeriod(text);
	const key = checkKey(period.vkey, known, 'period');
	const checkpoint = openCheckpoint(period.checkpoint, key, 'The checkpoint');
	const held = sameAsHeld(known.checkpoint, key, checkpoint);
	const signed = checkStatement(period, key, checkpoint);
	const proof = sharedProof(period.nodes, checkpoint);

	const cases = signed.map((one, index) => {
		at({ caseId: one.caseId });
		return checkCase(period.cases[index], one, proof, (record) => at({ caseId: one.caseId, record }));
	});
	at({});
	if (period.cases.length > signed.length) {
		throw new VerificationError('statement', `The ledger signed for ${signed.length} cases, and ${period.cases.length} are here.`);
	}
	const unused = proof.unused();
	if (unused !== undefined) throw new VerificationError('format', `The period has a hash of records ${unused} that proves nothing and does not belong there.`);

	const records = cases.flatMap((one) => one.records);
	const found: VerifiedPeriod = {
		ok: true,
		from: period.from,
		to: period.to,
		cases: cases.length,
		records: records.length,
		erased: records.filter(({ body }) => body === null).length,
		exportedAt: period.exportedAt,
		origin: checkpoint.origin,
		size: checkpoint.size,
		root: toBase64(checkpoint.root),
		vkey: period.vkey,
		keyTrusted: known.vkey !== undefined,
		...(held === undefined ? {} : { heldCheckpoint: held }),
	};
	return { ok: true, found, period, cases };
};

const periodFormat = 'jml-period/1';

/** A period of the right form. What it says is not believed yet. */
const readPeriod = (text: string): PeriodBundle => {
	const period = parseStrict(text, 'The period');
	if (!isObject(period) || period['format'] !== periodFormat) {
		throw new VerificationError('format', `This is not a period of format ${periodFormat}. Check that it is the file that was exported, or use a newer verifier.`);
	}
	const texts = ['from', 'to', 'exportedAt', 'vkey', 'checkpoint', 'statement'];
	const fits = hasMembers(period, ['format', ...texts, 'nodes', 'cases']) && texts.every((name) => typeof period[name] === 'string') && isObject(period['nodes']) && Array.isArray(period['cases']);
	if (!fits) throw new VerificationError('format', 'The period lacks a part, or has one that does not belong there.');
	return period as unknown as PeriodBundle;
};

interface SignedCase {
	caseId: string;
	records: number;
}

/** The cases the ledger signed for, and how many records each has. */
const checkStatement = ({ statement: note, exportedAt, from, to }: PeriodBundle, key: VerifierKey, { origin, size, root }: Checkpoint): SignedCase[] => {
	const what = 'The statement of the period';
	const statement = readStatement(openNote(note, key, what), 'jml-period-statement/1', ['cases', 'exportedAt', 'from', 'origin', 'root', 'size', 'to'], what);
	checkMembers(statement, { exportedAt, from, origin, root: toBase64(root), size, to }, what);
	const { cases } = statement;
	if (!Array.isArray(cases) || !cases.every(isSignedCase)) throw new VerificationError('statement', `${what} does not say which cases there are, and how many records each has.`);
	const signed = cases as unknown as SignedCase[];
	const names = new Set(signed.map(({ caseId }) => caseId));
	if (names.size < signed.length) throw new VerificationError('statement', `${what} names a case twice.`);
	return signed;
};

const isSignedCase = (value: Json): boolean =>
	isObject(value) && typeof value['caseId'] === 'string' && Number.isSafeInteger(value['records']) && (value['records'] as number) >= 1;

const checkCase = (given: PeriodBundle['cases'][number] | undefined, { caseId, records: total }: SignedCase, proof: SharedProof, at: Located): CheckedCase => {
	if (given === undefined) throw new VerificationError('missing_case', `Case ${caseId} is missing: the ledger signed that it belongs to the period.`);
	const value = given as unknown as JsonObject;
	if (!isObject(value) || !hasMembers(value, ['caseId', 'records']) || typeof value['caseId'] !== 'string' || !Array.isArray(value['records'])) {
		throw new VerificationError('format', `Case ${caseId} lacks a part, or has one that does not belong there.`);
	}
	if (given.caseId !== caseId) throw new VerificationError('missing_case', `Case ${caseId} is missing or out of place: in its place stands ${JSON.stringify(given.caseId)}.`);
	return inCase(caseId, () => {
		const isIncluded = ({ seq, text }: { seq: number; text: string }) => proof.leads(seq, leafHash(text));
		const records = checkRecords(given.records, { caseId, total, isRecord: isBareRecord, isIncluded }, at);
		closingOf(records, at);
		return { caseId, records };
	});
};

/** A record number alone does not say which record it is. */
const inCase = <Result>(caseId: string, work: () => Result): Result => {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof VerificationError)) throw error;
		throw new VerificationError(error.code, `Case ${caseId}: ${error.message}`);
	}
};
