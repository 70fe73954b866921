import type { Bundle, BundleRecord, Json, JsonObject } from '../types';
import { decodeBase64, hasMembers, isObject, parseStrict } from './json';
import { VerificationError } from './problem';

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

export const isRecord = (record: Json | BundleRecord | undefined): record is BundleRecord => {
	const value = record as Json | undefined;
	return (
		isObject(value) &&
		hasMembers(value, ['entry', 'body', 'salt', 'proof']) &&
		typeof value['entry'] === 'string' &&
		[value['body'], value['salt']].every((part) => part === null || typeof part === 'string') &&
		Array.isArray(value['proof'])
	);
};

const isConsistencyProof = (value: Json): boolean =>
	isObject(value) && hasMembers(value, ['size', 'proof']) && Number.isSafeInteger(value['size']) && Array.isArray(value['proof']);

export const readProof = (proof: readonly Json[]): Uint8Array[] | undefined => {
	const hashes = proof.map((hash) => decodeBase64(hash, 32));
	return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
};

/** What the ledger signed about the case as a whole; see `statement` in the bundle's type. */
export const readStatement = (text: string): JsonObject => {
	const [, json] = /^jml-case-statement\/1\n([^\n]+)\n$/.exec(text) ?? [];
	const statement = json === undefined ? null : parseStrict(json, 'The statement of the case');
	if (!isObject(statement ?? undefined)) throw new VerificationError('statement', 'The statement of the case is not one.');
	return statement as JsonObject;
};
