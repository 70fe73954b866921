import { setImmediate } from 'node:timers/promises';
import { auditTree } from './audit-tree';
import { Broken } from './broken';
import type { Database, Sql } from './database';
import { LedgerError } from './errors';
import type { Signer } from './note';
import { columns, type Row } from './table';
import type { Ledger, LedgerHead } from './types';
import { VerificationError } from './verify/problem';
import { erasedBy, followsOn, readBody, readEntry, type Body, type Entry } from './verify/record';

type Reads = Pick<Sql, 'all'>;

/**
 * Recomputes everything from the stored bytes, with the verifier's code rather than the writer's: every entry, body,
 * link, hash, and every checkpoint ever signed. Index columns too, because views of the ledger are looked up by them.
 */
export const audit = async (database: Database, signer: Signer): ReturnType<Ledger['verify']> => {
	try {
		const head = await database.snapshot((sql) => auditAll(sql, signer));
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

const auditAll = async (sql: Reads, signer: Signer): Promise<LedgerHead> => {
	const tree = await auditTree(sql, signer);
	const outOfCase = await firstOutOfCase(sql);
	const unexplained = numberSet();
	let before: Entry | null = null;
	let size = 0;
	for (;;) {
		const rows = await sql.all<Row>(`SELECT ${columns}, hashes FROM records WHERE seq >= ? AND seq < ? ORDER BY seq`, size, size + page);
		if (rows.length === 0) break;
		await setImmediate(); // n8n has other things to do in this process meanwhile
		await tree.expect(rows.length);
		for (const row of rows) {
			if (row.seq !== size) throw new Broken(size, `Record ${size} is missing: record ${row.seq} comes next.`);
			const { entry, body } = readRow(row);
			if (!followsOn(entry, before)) throw new Broken(size, `Record ${size} does not follow from the one before it.`);
			if (outOfCase === size) throw new Broken(size, `Record ${size} claims to be number ${String(entry.caseSeq)} of case ${String(entry.caseId)}, and the one before is missing.`);
			tree.add(row.entry, row.hashes);
			if (body === null) unexplained.add(size);
			for (const seq of erasedBy(entry.kind, body)) if (typeof seq === 'number' && seq < size) unexplained.remove(seq);
			before = entry;
			size += 1;
		}
	}
	const [{ rows } = { rows: 0 }] = await sql.all<{ rows: number }>('SELECT count(*) AS rows FROM records');
	// A page that came up empty with rows still to come is a gap as wide as the page.
	if (rows !== size) throw new Broken(size, `Record ${size} is missing, and there are ${rows - size} rows that no number leads to.`);
	const head = await tree.finish();
	const gone = unexplained.first();
	if (gone !== null) throw new Broken(gone, `Record ${gone} has lost its content, and no later record says that it was erased.`);
	return head;
};

/** The database looks for it: to remember where each case stands would take memory that grows with the ledger. */
const firstOutOfCase = async (sql: Reads): Promise<number | null> => {
	const [{ seq } = { seq: null }] = await sql.all<{ seq: number | null }>(
		`SELECT min(one.seq) AS seq FROM records AS one
		LEFT JOIN records AS earlier ON earlier.case_id = one.case_id AND earlier.case_seq = one.case_seq - 1 AND earlier.seq < one.seq
		WHERE one.case_id IS NOT NULL AND one.case_seq > 0 AND earlier.seq IS NULL`,
	);
	return seq;
};

/** A bit for each number: a ledger may have had most of its content erased. */
const numberSet = () => {
	let bits = new Uint8Array(1024);
	return {
		add: (number: number): void => {
			const at = number >>> 3;
			if (at >= bits.length) {
				const wider = new Uint8Array(Math.max(bits.length * 2, at + 1));
				wider.set(bits);
				bits = wider;
			}
			bits[at]! |= 1 << (number & 7);
		},
		remove: (number: number): void => {
			const at = number >>> 3;
			if (at < bits.length) bits[at]! &= ~(1 << (number & 7));
		},
		first: (): number | null => {
			const at = bits.findIndex((byte) => byte !== 0);
			return at < 0 ? null : at * 8 + Math.log2(bits[at]! & -bits[at]!);
		},
	};
};

const readRow = (row: Row): { entry: Entry; body: Body | null } => {
	const who = `Record ${row.seq}`;
	const changed = (what: string): Broken => new Broken(row.seq, `${who} was changed after it was written: ${what}.`);
	if (typeof row.entry !== 'string' || typeof row.hashes !== 'string' || ![row.body, row.salt].every((part) => part === null || typeof part === 'string')) {
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
