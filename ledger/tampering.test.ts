import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { grow, leafHash, leftNeighbours } from './merkle';
import { openLedger, type Ledger } from './index';

let directory: string;
let ledger: Ledger;
const size = 21;

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	ledger = await openLedger({ directory, origin: 'jml.acme.test/ledger', now: () => new Date('2026-11-20T10:00:00.000Z') });
	for (let index = 0; index < size; index += 1) {
		await ledger.append({ kind: 'step.settled', caseId: `case-${'adg'[index % 3]}`, subject: `okta/${index}`, once: `k${index * 2}`, content: { outcome: 'failed', index } });
	}
});

afterEach(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

/** As an administrator with the file in an editor would. */
const edit = (change: string | ((database: DatabaseSync) => void)): void => {
	const database = new DatabaseSync(join(directory, 'ledger.sqlite'));
	if (typeof change === 'string') database.exec(change);
	else change(database);
	database.close();
};

const flipByte = (column: string, seq: number, at: number) => (database: DatabaseSync) => {
	const { text } = database.prepare(`SELECT ${column} AS text FROM records WHERE seq = ?`).get(seq) as { text: string };
	const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
	database.prepare(`UPDATE records SET ${column} = ? WHERE seq = ?`).run(changed, seq);
};

const swap = (one: number, other: number) =>
	`UPDATE records SET seq = -1 WHERE seq = ${one}; UPDATE records SET seq = ${one} WHERE seq = ${other}; UPDATE records SET seq = ${other} WHERE seq = -1`;

it('holds as long as nobody edits it', async () => {
	expect(await ledger.verify()).toMatchObject({ ok: true, head: { size } });
});

it('G05: any byte of an evidence row changed, verify names the row', async () => {
	for (const column of ['entry', 'body', 'salt', 'kind', 'case_id', 'subject', 'once_key']) {
		for (let at = 0; ; at += 1) {
			let length = 0;
			edit((database) => {
				({ length } = database.prepare(`SELECT length(${column}) AS length FROM records WHERE seq = 7`).get() as { length: number });
			});
			if (at >= length) break;
			edit(flipByte(column, 7, at));
			expect(await ledger.verify()).toMatchObject({ ok: false, seq: 7, problem: expect.stringMatching(/^Record 7\b.*\.$/) });
			edit(flipByte(column, 7, at));
		}
	}
	expect(await ledger.verify()).toMatchObject({ ok: true });
});

it.each([0, 7, size - 1])('D08, G05: evidence row %i removed, verify names it', async (seq) => {
	edit(`DELETE FROM records WHERE seq = ${seq}`);
	expect(await ledger.verify()).toMatchObject({ ok: false, seq, problem: expect.stringContaining(`Record ${seq} is missing`) });
});

it.each([[3, 4], [3, 15], [0, size - 1]])('G05: evidence rows %i and %i swapped, verify names the first', async (one, other) => {
	edit(swap(one, other));
	expect(await ledger.verify()).toMatchObject({ ok: false, seq: one, problem: expect.stringContaining(`its entry is that of record ${other}`) });
});

it.each([
	['a row and its place in the tree removed at the end', `DELETE FROM records WHERE seq >= 20; DELETE FROM nodes WHERE level = 0 AND position >= 20`, 20],
	['the signature of the last append removed', "DELETE FROM meta WHERE name = 'head'", null],
	['all rows removed', 'DELETE FROM records', 0],
	['a case emptied', "DELETE FROM records WHERE case_id = 'case-d'", 1],
	['a row moved out of sight', 'UPDATE records SET seq = seq + 100000 WHERE seq >= 15', 15],
	['a row added without a number', "INSERT INTO records (seq, kind, entry) VALUES (-5, 'a', '{}')", size],
	['content taken away', 'UPDATE records SET body = NULL, salt = NULL WHERE seq = 4', 4],
	['content taken away but for its salt', 'UPDATE records SET body = NULL WHERE seq = 4', 4],
	['content of one row given to another', 'UPDATE records SET body = (SELECT body FROM records WHERE seq = 5) WHERE seq = 4', 4],
	['an entry turned into bytes', "UPDATE records SET entry = x'00' WHERE seq = 4", 4],
	['a row filed under another case', "UPDATE records SET case_id = 'case-9' WHERE seq = 4", 4],
	['a leaf hash changed', "UPDATE nodes SET hash = 'AAAA' WHERE level = 0 AND position = 9", 9],
	['a hash higher up changed', "UPDATE nodes SET hash = 'AAAA' WHERE level = 2 AND position = 1", 7],
	['a hash removed', 'DELETE FROM nodes WHERE level = 1 AND position = 1', 3],
	['a hash added', "INSERT INTO nodes VALUES (30, 0, 'AAAA')", null],
])('D08: %s', async (_, sql, seq) => {
	edit(sql);
	expect(await ledger.verify()).toMatchObject({ ok: false, seq });
});

/** Rewrites history as thoroughly as one can without the key: entries, links, tree. */
const rewriteAsOf = (keep: number) => (database: DatabaseSync) => {
	database.exec(`DELETE FROM records WHERE seq >= ${keep}; DELETE FROM nodes`);
	const rows = database.prepare('SELECT entry FROM records ORDER BY seq').all() as { entry: string }[];
	const read = database.prepare('SELECT hash FROM nodes WHERE level = ? AND position = ?');
	for (const [seq, { entry }] of rows.entries()) {
		const left = leftNeighbours(seq).map(({ level, index }) => Buffer.from((read.get(level, index) as { hash: string }).hash, 'base64'));
		for (const { subtree, hash } of grow(seq, leafHash(entry), left)) {
			database.prepare('INSERT INTO nodes VALUES (?, ?, ?)').run(subtree.level, subtree.index, hash.toString('base64'));
		}
	}
};

it('D08: the last rows removed from every table, verify says from where on', async () => {
	edit(rewriteAsOf(12));
	expect(await ledger.verify()).toMatchObject({ ok: false, seq: 12, problem: expect.stringContaining('at least 21 records') });
});

it('D08: nothing is signed that contradicts what was signed before', async () => {
	edit(rewriteAsOf(12));
	await expect(ledger.append({ kind: 'step.settled', content: { outcome: 'done' } })).rejects.toMatchObject({ code: 'damaged' });
	await expect(ledger.checkpoint()).rejects.toMatchObject({ code: 'damaged' });
	await expect(ledger.exportCase('case-d')).rejects.toMatchObject({ code: 'damaged' });
});

it('D08: history rewritten in full but for the signature', async () => {
	edit((database) => {
		const { entry } = database.prepare('SELECT entry FROM records WHERE seq = 20').get() as { entry: string };
		database.prepare('UPDATE records SET entry = ? WHERE seq = 20').run(entry.replace('10:00', '10:01'));
		rewriteAsOf(size)(database);
	});
	expect(await ledger.verify()).toMatchObject({ ok: false, seq: null, problem: expect.stringContaining('rewritten') });
	await expect(ledger.append({ kind: 'step.settled', content: {} })).rejects.toMatchObject({ code: 'damaged' });
});

it('D08: an older copy of the ledger put in its place contradicts the checkpoints signed since', async () => {
	const tables = ['records', 'nodes', 'meta'];
	edit(tables.map((table) => `CREATE TABLE old_${table} AS SELECT * FROM ${table}`).join(';'));
	await ledger.append({ kind: 'step.settled', content: { outcome: 'done' } });
	await ledger.checkpoint();
	edit(tables.map((table) => `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM old_${table}`).join(';'));
	expect(await ledger.verify()).toMatchObject({ ok: false, seq: size });
	await ledger.append({ kind: 'step.settled', content: { outcome: 'failed' } });
	await expect(ledger.checkpoint()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('not those that were signed for') });
	expect(await ledger.verify()).toMatchObject({ ok: false, seq: null, problem: expect.stringContaining('rewritten') });
});

it.each(['size = 20', "root = 'AAAA'", "note = replace(note, 'jml', 'jmm')", "note = 'x'"])('D08: a checkpoint changed: %s', async (change) => {
	await ledger.checkpoint();
	edit(`UPDATE checkpoints SET ${change}`);
	expect(await ledger.verify()).toMatchObject({ ok: false, problem: expect.stringContaining('checkpoint') });
});

it('nothing is appended in the place of a row that was removed', async () => {
	edit(`DELETE FROM records WHERE seq = ${size - 1}`);
	await expect(ledger.append({ kind: 'a', content: {} })).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('not those that were signed for last') });
	expect(await ledger.head()).toMatchObject({ size: size - 1 });
});

it('content may be gone where a later record says that it was erased', async () => {
	const erase = (database: DatabaseSync) => database.exec('UPDATE records SET body = NULL, salt = NULL, subject = NULL WHERE seq IN (3, 4)');
	await ledger.append({ kind: 'record.erased', content: { seqs: [3, 4] } });
	edit(erase);
	expect(await ledger.verify()).toMatchObject({ ok: true });
	expect(await ledger.records({ afterSeq: 2, limit: 1 })).toMatchObject([{ seq: 3, content: null }]);
	edit('UPDATE records SET body = NULL, salt = NULL WHERE seq = 5');
	expect(await ledger.verify()).toMatchObject({ ok: false, seq: 5, problem: expect.stringContaining('no later record says that it was erased') });
});
