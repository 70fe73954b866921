import { canonicalize } from './canonical';
import { signCheckpoint, sizeInCheckpoint } from './checkpoint';
import type { Database } from './database';
import { LedgerError } from './errors';
import type { Signer } from './note';
import type { StoredRecord } from './record';
import { columns } from './table';
import { consistency, damaged, inclusion } from './tree';
import type { Bundle, BundleRecord } from './types';

/** Everything about one case that an auditor needs to check it alone, and nothing about any other. */
export const exportCase = async (
	database: Database,
	signer: Signer,
	now: () => Date,
	caseId: string,
	heldCheckpoint?: string,
): Promise<Bundle> => {
	// Records first: a checkpoint signed after reading them covers them all.
	const rows = await database.read<StoredRecord>(`SELECT ${columns} FROM records WHERE case_id = ? ORDER BY seq`, caseId);
	if (rows.length === 0) throw new LedgerError('unknown_case', `The ledger has no case ${caseId}. Check the case id, and that this is the ledger it was recorded in.`);

	const { note, size, root } = await signCheckpoint(database, signer);
	const sql = { all: database.read };
	const records: BundleRecord[] = [];
	for (const { seq, entry, body, salt } of rows) records.push({ entry, body, salt, proof: await inclusion(sql, seq, size) });

	const exportedAt = now().toISOString();
	const bundle: Bundle = {
		format: 'jml-bundle/1',
		caseId,
		exportedAt,
		vkey: signer.vkey,
		checkpoint: note,
		statement: signer.sign(statementText({ caseId, exportedAt, origin: signer.name, records: rows.length, root, size })),
		records,
	};
	if (heldCheckpoint !== undefined) {
		const held = sizeInCheckpoint(heldCheckpoint);
		if (held > size) throw damaged(`the checkpoint given was signed for ${held} records, and only ${size} are there`);
		bundle.consistency = { size: held, proof: await consistency(sql, held, size) };
	}
	return bundle;
};

/**
 * A tree proves that a record is there, never that no other is. So the ledger also signs how many records the case
 * has: without the key nobody can cut the last ones off a bundle. The first line is no origin, so that this can
 * never be taken for a checkpoint.
 */
const statementText = (statement: { caseId: string; exportedAt: string; origin: string; records: number; root: string; size: number }): string =>
	`jml-case-statement/1\n${canonicalize(statement)}\n`;
