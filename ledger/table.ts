import type { Sql } from './database';
import type { StoredRecord } from './record';

/** The records table as rows; what is in a row is in record.ts. */
export const columns =
	'seq, kind, case_id AS "caseId", case_seq AS "caseSeq", subject, once_key AS "once", entry, body, salt';

export const lastRow = async (sql: Pick<Sql, 'all'>): Promise<{ seq: number; entry: string } | undefined> => {
	const [row] = await sql.all<{ seq: number; entry: string }>('SELECT seq, entry FROM records ORDER BY seq DESC LIMIT 1');
	return row;
};

export const findOnce = async (sql: Pick<Sql, 'all'>, once: string): Promise<StoredRecord | undefined> => {
	const [row] = await sql.all<StoredRecord>(`SELECT ${columns} FROM records WHERE once_key = ?`, once);
	return row;
};

export const nextCaseSeq = async (sql: Pick<Sql, 'all'>, caseId: string): Promise<number> => {
	const [row] = await sql.all<{ last: number | null }>('SELECT max(case_seq) AS last FROM records WHERE case_id = ?', caseId);
	return row === undefined || row.last === null ? 0 : row.last + 1;
};

export const insertRow = (sql: Sql, row: StoredRecord): Promise<number> =>
	sql.run(
		'INSERT INTO records (seq, kind, case_id, case_seq, subject, once_key, entry, body, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
		row.seq, row.kind, row.caseId, row.caseSeq, row.subject, row.once, row.entry, row.body, row.salt,
	);
