import { Broken } from './broken';
import type { Sql } from './database';
import { readMeta } from './meta';
import type { Signer } from './note';
import { openSeal } from './seal';
import { concat, equalBytes, toBase64 } from './verify/bytes';
import { emptyRoot, leafHash, nodeHash } from './verify/merkle';
import { openNote, parseCheckpoint, parseVkey, type Checkpoint, type VerifierKey } from './verify/note';
import { VerificationError } from './verify/problem';

type Reads = Pick<Sql, 'all'>;

/** Builds the tree anew, leaf by leaf, and holds it against the stored hashes and against every checkpoint signed. */
export const auditTree = async (sql: Reads, signer: Signer) => {
	const key = parseVkey(signer.vkey)!;
	/** The last hash of each level; of the one above, it is the left half in waiting. */
	const latest: Uint8Array[] = [];
	let size = 0;
	let checkpoints = await readCheckpoints(sql, key, -1, 0);
	const last = openSeal(signer, (await readMeta(sql.all, 'head')) ?? '');
	if (last === undefined) throw new Broken(null, 'The seal of the last append is missing, or is not by this ledger.');
	const root = (): Uint8Array => {
		const waiting = latest.filter((_, level) => Math.floor(size / 2 ** level) % 2 === 1);
		return waiting.length === 0 ? emptyRoot : waiting.reduce((right, left) => nodeHash(left, right));
	};
	const compareCheckpoint = (): void => {
		const signed = checkpoints.get(size);
		if (signed === undefined || equalBytes(signed, root())) return;
		throw new Broken(null, `The ledger was rewritten: its first ${size} records are not those that were signed for.`);
	};
	compareCheckpoint();

	return {
		/** Reads the checkpoints of the sizes that this many more records lead through. */
		expect: async (records: number): Promise<void> => {
			checkpoints = await readCheckpoints(sql, key, size, size + records);
		},

		add: (entry: string, hashes: string): void => {
			const completed = [leafHash(entry)];
			for (let level = 0, index = size; index % 2 === 1; level += 1, index = (index - 1) / 2) completed.push(nodeHash(latest[level]!, completed[level]!));
			if (hashes !== toBase64(concat(...completed))) {
				throw new Broken(size, `Record ${size} was changed after it was written, or its place in the tree was: the hashes kept with it are others.`);
			}
			for (const [level, hash] of completed.entries()) latest[level] = hash;
			size += 1;
			compareCheckpoint();
		},

		/** Nothing may speak of more records than there are. */
		finish: async (): Promise<{ size: number; root: string }> => {
			const [{ signed } = { signed: null }] = await sql.all<{ signed: number | null }>('SELECT max(size) AS signed FROM checkpoints');
			const known = Math.max(last.size, signed ?? 0);
			if (known > size) throw new Broken(size, `Record ${size} is missing, and all after it: the ledger once had at least ${known} records.`);
			if (last.size < size) throw new Broken(last.size, `Record ${last.size} was not written by this ledger, nor what follows it: only ${last.size} records were sealed.`);
			if (!equalBytes(last.root, root())) throw new Broken(null, 'The ledger was rewritten: its records are not those that were sealed.');
			return { size, root: toBase64(root()) };
		},
	};
};

/** Of sizes above one and up to another: a ledger has too many to hold them all. */
const readCheckpoints = async (sql: Reads, key: VerifierKey, above: number, upTo: number): Promise<Map<number, Uint8Array>> => {
	const rows = await sql.all<{ size: number; root: string; note: string }>('SELECT size, root, note FROM checkpoints WHERE size > ? AND size <= ? ORDER BY size', above, upTo);
	return new Map(rows.map(({ size, root, note }) => {
		const signed = openCheckpoint(note, key, `The checkpoint of ${size} records`);
		if (signed.size === size && toBase64(signed.root) === root) return [size, signed.root];
		throw new Broken(null, `The checkpoint of ${size} records was changed after it was signed.`);
	}));
};

const openCheckpoint = (note: string, key: VerifierKey, what: string): Checkpoint => {
	try {
		const signed = parseCheckpoint(openNote(note, key, what), what);
		if (signed.origin === key.name) return signed;
	} catch (error) {
		throw error instanceof VerificationError ? new Broken(null, error.message) : error;
	}
	throw new Broken(null, `${what} is that of another ledger.`);
};
