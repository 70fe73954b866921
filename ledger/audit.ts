import { setImmediate } from 'node:timers/promises';
import { auditTree } from './audit-tree';
import { Broken } from './broken';
import type { Database, Sql } from './database';
import { LedgerError } from './errors';
import type { StoredRecord } from './record';
import { columns } from './table';
import type { Ledger, LedgerHead } from './types';
import { parseVkey } from './verify/note';
import { VerificationError } from './verify/problem';
import { erasedBy, followsOn, readBody, readEntry, type Body, type Entry } from './verify/record';

type Reads = Pick<Sql, 'all'>;

/**
 * Recomputes everything from the stored bytes, with the verifier's code rather than the writer's: every entry, body,
 * link, hash, and every checkpoint ever signed. Index columns too, because views of the ledger are looked up by them.
 */
export const audit = async (database: Database, vkey: string): ReturnType<Ledger['verify']> => {
	try {
		const head = await database.snapshot((sql) => auditAll(sql, vkey));
		const damage = await database.check();
		if (damage !== null) throw new Broken(null, `The database file is damaged: ${damage}.`);
		return { ok: true, head };
	} catch (error) {
		if (error instanceof Broken) return { ok: false, seq: error.seq, problem: error.message };
		if (error instanceof LedgerError && error.code === 'storage') return { ok: false, seq: null, problem: error.message };
		throw error;
	}
};

const page = 1024;

const auditAll = async (sql: Reads, vkey: string): Promise<LedgerHead> => {
	const key = parseVkey(vkey);
	if (key === undefined) throw new Broken(null, 'The key of this ledger is not one.');
	const tree = await auditTree(sql, key);
	const cases = new Map<string, number>();
	const erased = new Map<unknown, string>();
	let before: Entry | null = null;
	let size = 0;
	for (;;) {
		const rows = await sql.all<StoredRecord>(`SELECT ${columns} FROM records WHERE seq >= ? AND seq < ? ORDER BY seq`, size, size + page);
		if (rows.length === 0) break;
		await setImmediate(); // n8n has other things to do in this process meanwhile
		await tree.expect(size, size + rows.length);
		for (const row of rows) {
			if (row.seq !== size) throw new Broken(size, `Record ${size} is missing: record ${row.seq} comes next.`);
			const { entry, body } = readRow(row);
			if (!followsOn(entry, before)) throw new Broken(size, `Record ${size} does not follow from the one before it.`);
			tree.add(row.entry);
			checkCase(entry, cases);
			if (body === null) erased.set(size, `Record ${size} has lost its content, and no later record says that it was erased.`);
			for (const seq of erasedBy(entry.kind, body)) erased.delete(seq);
			before = entry;
			size += 1;
		}
	}
	const [{ rows } = { rows: 0 }] = await sql.all<{ rows: number }>('SELECT count(*) AS rows FROM records');
	// A page that came up empty with rows still to come is a gap as wide as the page.
	if (rows !== size) throw new Broken(size, `Record ${size} is missing, and there are ${rows - size} rows that no number leads to.`);
	const head = await tree.finish();
	for (const [seq, problem] of erased) throw new Broken(seq as number, problem);
	return head;
};

const readRow = (row: StoredRecord): { entry: Entry; body: Body | null } => {
	const who = `Record ${row.seq}`;
	const changed = (what: string): Broken => new Broken(row.seq, `${who} was changed after it was written: ${what}.`);
	if (typeof row.entry !== 'string' || ![row.body, row.salt].every((part) => part === null || typeof part === 'string')) {
		throw changed('it is not text any more');
	}
	try {
		const entry = readEntry(row.entry, who);
		if (entry.seq !== row.seq) throw changed(`its entry is that of record ${entry.seq}`);
		const body = readBody(entry, row, who);
		const same = entry.kind === row.kind && entry.caseId === row.caseId && entry.caseSeq === row.caseSeq;
		if (!same || (body !== null && (body.subject !== row.subject || body.once !== row.once))) {
			throw changed('it is listed under another kind, case, subject or key than it has');
		}
		return { entry, body };
	} catch (error) {
		throw error instanceof VerificationError ? new Broken(row.seq, error.message) : error;
	}
};

const checkCase = ({ seq, caseId, caseSeq }: Entry, cases: Map<string, number>): void => {
	if (caseId === null) return;
	const expected = cases.get(caseId) ?? 0;
	if (caseSeq !== expected) throw new Broken(seq, `Record ${seq} claims to be number ${caseSeq} of case ${caseId}, but is number ${expected}.`);
	cases.set(caseId, expected + 1);
};
