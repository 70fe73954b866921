import type { Sql, SqlValue } from './database';
import { readRecord, type StoredRecord } from './record';
import { columns } from './table';
import type { LedgerRecord, RecordQuery } from './types';

export const findRecords = async (all: Sql['all'], query: RecordQuery): Promise<LedgerRecord[]> => {
	const { kinds } = query;
	if (kinds?.length === 0) return [];
	const wanted: [condition: string, values: readonly SqlValue[]][] = [];
	if (query.caseId !== undefined) wanted.push(['case_id = ?', [query.caseId]]);
	if (query.subject !== undefined) wanted.push(['subject = ?', [query.subject]]);
	if (query.once !== undefined) wanted.push(['once_key = ?', [query.once]]);
	if (query.afterSeq !== undefined) wanted.push(['seq > ?', [query.afterSeq]]);
	if (query.beforeSeq !== undefined) wanted.push(['seq < ?', [query.beforeSeq]]);
	if (kinds !== undefined) wanted.push([`kind IN (${kinds.map(() => '?').join(', ')})`, kinds]);

	const where = wanted.length === 0 ? '' : `WHERE ${wanted.map(([condition]) => condition).join(' AND ')}`;
	const limit = query.limit === undefined ? '' : 'LIMIT ?';
	const values = wanted.flatMap(([, given]) => given);
	const rows = await all<StoredRecord>(
		`SELECT ${columns} FROM records ${where} ORDER BY seq ${query.newestFirst === true ? 'DESC' : 'ASC'} ${limit}`,
		...values,
		...(query.limit === undefined ? [] : [query.limit]),
	);
	return rows.map(readRecord);
};
