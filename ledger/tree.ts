import type { Sql } from './database';
import { LedgerError } from './errors';
import { combine, consistencyProof, frontier, grow, inclusionProof, leafHash, leftNeighbours, type Subtree } from './merkle';
import type { LedgerHead } from './types';

type Reads = Pick<Sql, 'all'>;

/** The stored tree: every complete subtree, so that roots and proofs of any size are O(log n) reads. */
export const readFrontier = (sql: Reads, size: number): Promise<Buffer[]> => readSubtrees(sql, frontier(size));

/** Adds a leaf to the right of this frontier, and gives back the frontier with it. */
export const addLeaf = async (sql: Sql, seq: number, entry: string, before: readonly Buffer[]): Promise<Buffer[]> => {
	const apart = before.length - leftNeighbours(seq).length;
	const grown = grow(seq, leafHash(entry), before.slice(apart).reverse());
	for (const { subtree, hash } of grown) {
		// A hash that is there already belongs to a record that is there no more.
		const added = await sql.run(
			'INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?) ON CONFLICT (level, position) DO NOTHING',
			subtree.level, subtree.index, hash.toString('base64'),
		);
		if (added === 0) throw damaged(`record ${seq} was there before and is missing now`);
	}
	return [...before.slice(0, apart), grown.at(-1)!.hash];
};

export const sizeOf = async (sql: Reads): Promise<number> => {
	const [row] = await sql.all<{ last: number | null }>('SELECT max(seq) AS last FROM records');
	return row === undefined || row.last === null ? 0 : row.last + 1;
};

export const headOf = async (sql: Reads, size: number): Promise<LedgerHead> => ({
	size,
	root: combine(await readFrontier(sql, size)).toString('base64'),
});

export const inclusion = (sql: Reads, leaf: number, size: number): Promise<string[]> => readProof(sql, inclusionProof(leaf, size));

export const consistency = (sql: Reads, older: number, size: number): Promise<string[]> => readProof(sql, consistencyProof(older, size));

const readProof = async (sql: Reads, groups: Subtree[][]): Promise<string[]> => {
	const proof: string[] = [];
	for (const group of groups) proof.push(combine(await readSubtrees(sql, group)).toString('base64'));
	return proof;
};

const readSubtrees = async (sql: Reads, subtrees: readonly Subtree[]): Promise<Buffer[]> => {
	const hashes: Buffer[] = [];
	for (const { level, index } of subtrees) {
		const [row] = await sql.all<{ hash: string }>('SELECT hash FROM nodes WHERE level = ? AND position = ?', level, index);
		if (row === undefined) throw damaged(`the hash over records ${index * 2 ** level} to ${(index + 1) * 2 ** level - 1} is missing`);
		hashes.push(Buffer.from(row.hash, 'base64'));
	}
	return hashes;
};

export const damaged = (what: string): LedgerError =>
	new LedgerError('damaged', `The ledger's database was changed from outside: ${what}. Nothing was written. Verify the ledger and restore it from a backup.`);
