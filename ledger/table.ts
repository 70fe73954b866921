import type { Extension, Sql, SqlValue, Tip } from './database';
import { readRecord, type StoredRecord } from './record';
import type { LedgerRecord } from './types';
import { readMeta, writeMeta } from './meta';

/** The records table as rows; what is in a row is in record.ts. */
export const columns =
	'seq, kind, case_id AS "caseId", case_seq AS "caseSeq", subject, once_key AS "once", entry, body, salt';

export const lastRow = async (sql: Pick<Sql, 'all'>): Promise<{ seq: number; entry: string } | undefined> => {
	const [row] = await sql.all<{ seq: number; entry: string }>('SELECT seq, entry FROM records ORDER BY seq DESC LIMIT 1');
	return row;
};

export const rowsFrom = (sql: Pick<Sql, 'all'>, seq: number, most: number): Promise<Pick<StoredRecord, 'seq' | 'caseId' | 'caseSeq' | 'entry'>[]> =>
	sql.all('SELECT seq, case_id AS "caseId", case_seq AS "caseSeq", entry FROM records WHERE seq >= ? ORDER BY seq LIMIT ?', seq, most);

/** By key, also where the record has been erased since and only a blinded key is left. */
export const findOnce = async (sql: Pick<Sql, 'all'>, keys: readonly string[], blinded: (key: string) => string): Promise<Map<string, LedgerRecord>> => {
	if (keys.length === 0) return new Map();
	const keyOf = new Map(keys.flatMap((key) => [[key, key], [blinded(key), key]]));
	const rows = await sql.all<StoredRecord>(`SELECT ${columns} FROM records WHERE once_key IN (${[...keyOf].map(() => '?').join(', ')})`, ...keyOf.keys());
	return new Map(rows.map((row) => [keyOf.get(row.once!)!, readRecord(row)]));
};

export const nextCaseSeq = async (sql: Pick<Sql, 'all'>, caseId: string): Promise<number> => {
	const [row] = await sql.all<{ last: number | null }>('SELECT max(case_seq) AS last FROM records WHERE case_id = ?', caseId);
	return row === undefined || row.last === null ? 0 : row.last + 1;
};

/** A record with the hashes of the tree that it completes. */
export interface Row extends StoredRecord {
	hashes: string;
}

/** All at once, for databases that are some way off; they are carried out in order all the same. */
const insertRows = async (sql: Sql, rows: readonly Row[]): Promise<void> => {
	await Promise.all(rows.map((row) => sql.run(insertRow, ...valuesOf(row))));
};

const insertRow = 'INSERT INTO records (seq, kind, case_id, case_seq, subject, once_key, entry, body, salt, hashes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
export const valuesOf = (row: Row): SqlValue[] => [row.seq, row.kind, row.caseId, row.caseSeq, row.subject, row.once, row.entry, row.body, row.salt, row.hashes];

/** Whether nobody has written since, and nobody has tampered with the end. */
export const standsAt = async (sql: Pick<Sql, 'all'>, tip: Tip): Promise<boolean> => {
	const last = await lastRow(sql);
	return (last?.entry ?? null) === tip.entry && (await readMeta(sql.all, 'head')) === tip.head;
};

export const extendWith = async (sql: Sql, { rows, head }: Extension): Promise<void> => {
	await insertRows(sql, rows);
	await writeMeta(sql, 'head', head);
};
