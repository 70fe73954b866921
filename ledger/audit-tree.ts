import { Broken } from './broken';
import type { Sql } from './database';
import { readMeta } from './schema';
import { emptyRoot, leafHash, nodeHash } from './verify/merkle';
import { openNote, parseCheckpoint, type Checkpoint, type VerifierKey } from './verify/note';
import { VerificationError } from './verify/problem';

type Reads = Pick<Sql, 'all'>;

/** Builds the tree anew, leaf by leaf, and holds it against the stored hashes and against every checkpoint signed. */
export const auditTree = async (sql: Reads, key: VerifierKey) => {
	/** The last hash of each level; of the one above, it is the left half in waiting. */
	const latest: Buffer[] = [];
	let size = 0;
	let stored = new Map<string, string>();
	const checkpoints = await readCheckpoints(sql, key);
	const last = openCheckpoint((await readMeta(sql.all, 'head')) ?? '', key, 'The signature of the last append');
	const root = (): Buffer => {
		const waiting = latest.filter((_, level) => Math.floor(size / 2 ** level) % 2 === 1);
		return waiting.length === 0 ? emptyRoot : waiting.reduce((right, left) => nodeHash(left, right));
	};
	const compareCheckpoint = (): void => {
		const signed = checkpoints.get(size);
		if (signed === undefined || signed.equals(root())) return;
		throw new Broken(null, `The ledger was rewritten: its first ${size} records are not those that were signed for.`);
	};
	compareCheckpoint();

	return {
		/** Reads the stored hashes that leaves from `start` to before `end` complete. */
		expect: async (start: number, end: number): Promise<void> => {
			stored = new Map();
			for (let level = 0; 2 ** level <= end; level += 1) {
				const rows = await sql.all<{ position: number; hash: string }>(
					'SELECT position, hash FROM nodes WHERE level = ? AND position >= ? AND position < ?',
					level, Math.floor(start / 2 ** level), Math.floor(end / 2 ** level),
				);
				for (const { position, hash } of rows) stored.set(`${level}/${position}`, hash);
			}
		},

		add: (entry: string): void => {
			let hash = leafHash(entry);
			for (let level = 0, index = size; ; level += 1, index = (index - 1) / 2) {
				if (stored.get(`${level}/${index}`) !== hash.toString('base64')) {
					const what = level === 0 ? 'its hash in the tree is another' : `the stored hash over records ${index * 2 ** level} to ${size} is another`;
					throw new Broken(size, `Record ${size} was changed after it was written, or its place in the tree was: ${what}.`);
				}
				const left = latest[level];
				latest[level] = hash;
				if (index % 2 === 0) break;
				hash = nodeHash(left!, hash);
			}
			size += 1;
			compareCheckpoint();
		},

		/** Nothing may speak of more records than there are. */
		finish: async (): Promise<{ size: number; root: string }> => {
			const [{ nodes, leaves } = { nodes: 0, leaves: 0 }] = await sql.all<{ nodes: number; leaves: number | null }>(
				'SELECT count(*) AS nodes, max(CASE WHEN level = 0 THEN position + 1 END) AS leaves FROM nodes',
			);
			const known = Math.max(leaves ?? 0, last.size, ...checkpoints.keys());
			if (known > size) throw new Broken(size, `Record ${size} is missing, and all after it: the ledger once had at least ${known} records.`);
			if (last.size < size) throw new Broken(last.size, `Record ${last.size} was not written by this ledger, nor what follows it: only ${last.size} records were signed for.`);
			if (!last.root.equals(root())) throw new Broken(null, 'The ledger was rewritten: its records are not those that were signed for.');
			const expected = latest.reduce((sum, _, level) => sum + Math.floor(size / 2 ** level), 0);
			if (nodes !== expected) throw new Broken(null, `The tree has ${nodes} stored hashes instead of ${expected}.`);
			return { size, root: root().toString('base64') };
		},
	};
};

const readCheckpoints = async (sql: Reads, key: VerifierKey): Promise<Map<number, Buffer>> => {
	const rows = await sql.all<{ size: number; root: string; note: string }>('SELECT size, root, note FROM checkpoints ORDER BY size');
	return new Map(rows.map(({ size, root, note }) => {
		const signed = openCheckpoint(note, key, `The checkpoint of ${size} records`);
		if (signed.size === size && signed.root.toString('base64') === root) return [size, signed.root];
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
