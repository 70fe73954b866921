import type { Sql } from './database';
import { LedgerError } from './errors';
import { combine, completedBy, consistencyProof, frontier, grow, hashAt, inclusionProof, joinHashes, lastLeafOf, leafHash, type Subtree } from './merkle';
import type { LedgerHead } from './types';

type Reads = Pick<Sql, 'all'>;

/** Every record keeps the hashes of the subtrees it completes, so that roots and proofs of any size are O(log n) reads. */
export const readFrontier = (sql: Reads, size: number): Promise<Buffer[]> => readAll(sql, frontier(size));

/** The hashes that a leaf to the right of this frontier completes, and the frontier with it. */
export const withLeaf = (seq: number, entry: string, before: readonly Buffer[]): { hashes: string; frontier: Buffer[] } => {
	const apart = before.length - (completedBy(seq).length - 1);
	const grown = grow(leafHash(entry), before.slice(apart).reverse());
	return { hashes: joinHashes(grown), frontier: [...before.slice(0, apart), grown.at(-1)!] };
};

export const sizeOf = async (sql: Reads): Promise<number> => {
	const [row] = await sql.all<{ last: number | null }>('SELECT max(seq) AS last FROM records');
	return row === undefined || row.last === null ? 0 : row.last + 1;
};

export const rootOf = async (sql: Reads, size: number): Promise<string> => combine(await readFrontier(sql, size)).toString('base64');

export const headOf = async (sql: Reads, size: number): Promise<LedgerHead> => ({ size, root: await rootOf(sql, size) });

/** The proof of each leaf, all read at once: neighbours share most of their hashes. */
export const inclusions = (sql: Reads, leaves: readonly number[], size: number): Promise<string[][]> =>
	proofs(sql, leaves.map((leaf) => inclusionProof(leaf, size)));

export const consistency = async (sql: Reads, older: number, size: number): Promise<string[]> =>
	(await proofs(sql, [consistencyProof(older, size)]))[0]!;

/** Neighbouring subtrees, each group as one hash. */
export const combined = async (sql: Reads, groups: readonly Subtree[][]): Promise<string[]> => (await proofs(sql, [groups]))[0]!;

const proofs = async (sql: Reads, wanted: readonly (readonly Subtree[][])[]): Promise<string[][]> => {
	const hashes = await readSubtrees(sql, wanted.flat(2));
	return wanted.map((groups) => groups.map((group) => combine(group.map((subtree) => hashes.get(nameOf(subtree))!)).toString('base64')));
};

const readAll = async (sql: Reads, subtrees: readonly Subtree[]): Promise<Buffer[]> => {
	const hashes = await readSubtrees(sql, subtrees);
	return subtrees.map((subtree) => hashes.get(nameOf(subtree))!);
};

const nameOf = ({ level, index }: Subtree): string => `${level}/${index}`;

/** Few enough for the limits on parameters of either database. */
const atOnce = 1_000;

const readSubtrees = async (sql: Reads, subtrees: readonly Subtree[]): Promise<Map<string, Buffer>> => {
	const leaves = [...new Set(subtrees.map(lastLeafOf))];
	const kept = new Map<number, string>();
	for (let start = 0; start < leaves.length; start += atOnce) {
		const some = leaves.slice(start, start + atOnce);
		const rows = await sql.all<{ seq: number; hashes: string }>(`SELECT seq, hashes FROM records WHERE seq IN (${some.map(() => '?').join(', ')})`, ...some);
		for (const { seq, hashes } of rows) kept.set(seq, hashes);
	}
	return new Map(subtrees.map((subtree) => {
		const hash = hashAt(kept.get(lastLeafOf(subtree)) ?? '', subtree.level);
		if (hash === undefined) throw damaged(`record ${lastLeafOf(subtree)} is missing, or what is kept with it`);
		return [nameOf(subtree), hash];
	}));
};

export const damaged = (what: string): LedgerError =>
	new LedgerError('damaged', `The ledger's database was changed from outside: ${what}. Nothing was written. Verify the ledger and restore it from a backup.`);
