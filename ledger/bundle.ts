import { canonicalize } from './canonical';
import { signCheckpoint, sizeInCheckpoint } from './checkpoint';
import type { Database } from './database';
import { LedgerError } from './errors';
import { inclusionProof, type Subtree } from './merkle';
import type { Signer } from './note';
import type { StoredRecord } from './record';
import { columns } from './table';
import { combined, consistency, damaged, headOf, inclusions } from './tree';
import type { Bundle, BundleRecord, PeriodBundle } from './types';

interface Exporter {
	database: Database;
	signer: Signer;
	now: () => Date;
}

/** Everything about one case that an auditor needs to check it alone, and nothing about any other. */
export const exportCase = async ({ database, signer, now }: Exporter, caseId: string, heldCheckpoint?: string): Promise<Bundle> => {
	// Records first: a checkpoint signed after reading them covers them all.
	const rows = await recordsOf(database, caseId);
	const { note, size, root } = await signCheckpoint(database, signer);
	const sql = { all: database.read };
	const proofs = await inclusions(sql, rows.map(({ seq }) => seq), size);
	const records = rows.map(({ entry, body, salt }, index): BundleRecord => ({ entry, body, salt, proof: proofs[index]! }));

	const exportedAt = now().toISOString();
	const bundle: Bundle = {
		format: 'jml-bundle/1',
		caseId,
		exportedAt,
		vkey: signer.vkey,
		checkpoint: note,
		statement: signer.sign(statement('jml-case-statement/1', { caseId, exportedAt, origin: signer.name, records: rows.length, root, size })),
		records,
	};
	if (heldCheckpoint !== undefined) {
		const held = sizeInCheckpoint(heldCheckpoint);
		if (held > size) throw damaged(`the checkpoint given was signed for ${held} records, and only ${size} are there`);
		bundle.consistency = { ...(await headOf(sql, held)), proof: await consistency(sql, held, size) };
	}
	return bundle;
};

/** Many cases under one checkpoint. Their proofs have most hashes in common, so each hash is there once. */
export const exportPeriod = async (
	{ database, signer, now }: Exporter,
	{ from, to }: { from: string; to: string },
	caseIds: readonly string[],
): Promise<PeriodBundle> => {
	const cases: { caseId: string; rows: StoredRecord[] }[] = [];
	for (const caseId of caseIds) cases.push({ caseId, rows: await recordsOf(database, caseId) });
	const { note, size, root } = await signCheckpoint(database, signer);
	const exportedAt = now().toISOString();
	const counted = cases.map(({ caseId, rows }) => ({ caseId, records: rows.length }));
	return {
		format: 'jml-period/1',
		from,
		to,
		exportedAt,
		vkey: signer.vkey,
		checkpoint: note,
		statement: signer.sign(statement('jml-period-statement/1', { cases: counted, exportedAt, from, origin: signer.name, root, size, to })),
		nodes: await sharedProof({ database }, cases.flatMap(({ rows }) => rows.map(({ seq }) => seq)), size),
		cases: cases.map(({ caseId, rows }) => ({ caseId, records: rows.map(({ entry, body, salt }) => ({ entry, body, salt })) })),
	};
};

const recordsOf = async (database: Database, caseId: string): Promise<StoredRecord[]> => {
	const rows = await database.read<StoredRecord>(`SELECT ${columns} FROM records WHERE case_id = ? ORDER BY seq`, caseId);
	if (rows.length === 0) throw new LedgerError('unknown_case', `The ledger has no case ${caseId}. Check the case id, and that this is the ledger it was recorded in.`);
	return rows;
};

const sharedProof = async ({ database }: Pick<Exporter, 'database'>, leaves: readonly number[], size: number): Promise<{ [range: string]: string }> => {
	const groups = new Map<string, Subtree[]>();
	for (const leaf of leaves) for (const group of inclusionProof(leaf, size)) groups.set(rangeOf(group), group);
	const hashes = await combined({ all: database.read }, [...groups.values()]);
	return Object.fromEntries([...groups.keys()].map((range, index) => [range, hashes[index]!]));
};

/** The leaves that neighbouring subtrees cover: the first, and the one after the last. */
const rangeOf = (group: readonly Subtree[]): string => {
	const [first, last] = [group[0]!, group.at(-1)!];
	return `${first.index * 2 ** first.level}-${(last.index + 1) * 2 ** last.level}`;
};

/**
 * A tree proves that a record is there, never that no other is. So the ledger also signs how many there are to be:
 * without the key nobody can cut the last ones off a bundle. The first line is no origin, so that this can never be
 * taken for a checkpoint.
 */
const statement = (format: string, content: object): string => `${format}\n${canonicalize(content)}\n`;
