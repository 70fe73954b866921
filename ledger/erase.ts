import { plan, readKnown } from './append';
import type { Database } from './database';
import { LedgerError } from './errors';
import type { Signer } from './note';
import { accept } from './record';
import { blinded } from './seal';
import { extendWith } from './table';
import type { Erasure } from './types';

/** Only the ledger itself may say this of its records: where it stands, content may be gone. */
export const recordErased = 'record.erased';

/**
 * Content, salt and everything it could be guessed from go, and the record that says so comes, in one transaction. What
 * stays is the entry, which all hashes and proofs are over.
 */
export const erase = ({ database, signer, now }: { database: Database; signer: Signer; now: () => Date }, { caseId, seqs, content }: Erasure): Promise<number[]> =>
	database.write(async (sql) => {
		const where = caseId === undefined ? `case_id IS NULL AND seq IN (${seqs.map(() => '?').join(', ')})` : 'case_id = ?';
		const rows = await sql.all<{ seq: number; once: string | null }>(
			`SELECT seq, once_key AS "once" FROM records WHERE ${where} AND body IS NOT NULL AND kind <> ? ORDER BY seq`,
			...(caseId === undefined ? seqs : [caseId]), recordErased,
		);
		if (rows.length === 0) return [];
		for (const { seq, once } of rows) {
			await sql.run('UPDATE records SET body = NULL, salt = NULL, subject = NULL, once_key = ? WHERE seq = ?', once === null ? null : blinded(signer, once), seq);
		}
		const erased = rows.map(({ seq }) => seq);
		const record = accept({ kind: recordErased, content: { ...content, seqs: erased }, ...(caseId === undefined ? {} : { caseId }) });
		const { extension, answers } = await plan(sql, signer, await readKnown(sql, signer), [record], now);
		for (const answer of answers) if ('refused' in answer) throw answer.refused;
		await extendWith(sql, extension);
		return erased;
	});

export const assertNotReserved = (kind: string): void => {
	if (kind === recordErased) throw new LedgerError('bad_record', 'Only the ledger itself records what it has erased.', 'kind');
};
