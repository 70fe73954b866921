import { randomBytes } from 'node:crypto';
import type { Sql } from './database';
import { combine } from './merkle';
import type { Signer } from './note';
import { compose, readRecord } from './record';
import { assertSealed, seal } from './seal';
import { findOnce, insertRow, lastRow, nextCaseSeq } from './table';
import { addLeaf, readFrontier } from './tree';
import type { Appended, NewRecord } from './types';

/** One append inside one write: whoever else appends waits, so there is no gap, no fork and no second `once`. */
export const append = async (sql: Sql, record: NewRecord, signer: Signer, now: () => Date): Promise<Appended> => {
	const first = record.once === undefined ? undefined : await findOnce(sql, record.once);
	if (first !== undefined) return { record: readRecord(first), appended: false };

	const last = await lastRow(sql);
	const seq = last === undefined ? 0 : last.seq + 1;
	const before = await readFrontier(sql, seq);
	await assertSealed(sql, signer, seq, combine(before));

	const row = compose(record, {
		seq,
		previous: last === undefined ? null : last.entry,
		caseSeq: record.caseId === undefined ? null : await nextCaseSeq(sql, record.caseId),
		at: now(), // read once it is our turn, so that later records never claim an earlier time for having waited
		salt: randomBytes(32),
	});
	await insertRow(sql, row);
	await seal(sql, signer, seq + 1, combine(await addLeaf(sql, seq, row.entry, before)));
	return { record: readRecord(row), appended: true };
};
