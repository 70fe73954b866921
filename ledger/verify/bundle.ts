import type { Bundle, BundleRecord, Json, JsonObject } from '../types';
import { equalBytes } from './bytes';
import { decodeBase64, hasMembers, isObject, parseCanonical, parseStrict } from './json';
import { leafHash, rootFromInclusion } from './merkle';
import type { Checkpoint } from './note';
import { VerificationError } from './problem';
import { isCount, type Entry } from './record';

/** A bundle of the right form. What it says is not believed yet. */
export const readBundle = (text: string): Bundle => {
	const bundle = parseStrict(text, 'The bundle');
	if (!isObject(bundle) || bundle['format'] !== 'jml-bundle/1') {
		throw new VerificationError('format', 'This is not a bundle of format jml-bundle/1. Check that it is the file that was exported, or use a newer verifier.');
	}
	const { caseId, exportedAt, vkey, checkpoint, statement, consistency, records } = bundle;
	const fits =
		hasMembers(bundle, ['format', 'caseId', 'exportedAt', 'vkey', 'checkpoint', 'statement', 'records'], ['consistency']) &&
		[caseId, exportedAt, vkey, checkpoint, statement].every((value) => typeof value === 'string') &&
		(consistency === undefined || isConsistencyProof(consistency)) &&
		Array.isArray(records);
	if (!fits) throw new VerificationError('format', 'The bundle lacks a part, or has one that does not belong there.');
	return bundle as unknown as Bundle;
};

const parts = ['entry', 'body', 'salt'];

const areParts = (record: JsonObject): boolean => typeof record['entry'] === 'string' && [record['body'], record['salt']].every((part) => part === null || typeof part === 'string');

export const isRecord = (record: Json | undefined): boolean =>
	isObject(record) && hasMembers(record, [...parts, 'proof']) && areParts(record) && Array.isArray(record['proof']);

export const isBareRecord = (record: Json | undefined): boolean => isObject(record) && hasMembers(record, parts) && areParts(record);

/** Whether the record's own proof leads from its entry to the root. */
export const isProven = ({ seq, text }: Entry, { proof }: BundleRecord, { size, root }: Checkpoint): boolean => {
	const hashes = readProof(proof);
	const reached = hashes && rootFromInclusion(seq, size, leafHash(text), hashes);
	return reached !== undefined && equalBytes(reached, root);
};

const isConsistencyProof = (value: Json): boolean =>
	isObject(value) && hasMembers(value, ['size', 'root', 'proof']) && isCount(value['size']) && typeof value['root'] === 'string' && Array.isArray(value['proof']);

export const readProof = (proof: readonly Json[]): Uint8Array[] | undefined => {
	const hashes = proof.map((hash) => decodeBase64(hash, 32));
	return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
};

/** What the ledger signed about the whole, beside the checkpoint; see `statement` in the types of bundle and period. */
export const readStatement = (text: string, format: string, members: readonly string[], what: string): JsonObject => {
	const [, first, json] = /^([^\n]+)\n([^\n]+)\n$/.exec(text) ?? [];
	const statement = first !== format || json === undefined ? undefined : canonicalIn(json, what);
	if (statement === undefined || !hasMembers(statement, members)) throw new VerificationError('statement', `${what} is not one.`);
	return statement;
};

const canonicalIn = (json: string, what: string): JsonObject | undefined => {
	try {
		return parseCanonical(json, what);
	} catch (error) {
		if (error instanceof VerificationError) return undefined;
		throw error;
	}
};

/** A statement about something else proves nothing here, whoever signed it. */
export const checkMembers = (statement: JsonObject, expected: JsonObject, what: string): void => {
	for (const [name, value] of Object.entries(expected)) {
		if (statement[name] !== value) throw new VerificationError('statement', `${what} does not belong to this file: its ${name} is another.`);
	}
};
