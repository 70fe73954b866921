import type { Ledger } from '../../ledger';
import { grow, hashAt, joinHashes, leafHash } from '../../ledger/merkle';
import { stores, type Editor, type Store } from './support/stores';

describe.each(stores)('in %s', (name, make) => {
	let store: Store;
	let ledger: Ledger;
	const size = 21;

	beforeEach(async () => {
		store = await make();
		ledger = await store.open(() => new Date('2026-11-20T10:00:00.000Z'));
		for (let index = 0; index < size; index += 1) {
			await ledger.append({ kind: 'step.settled', caseId: `case-${'adg'[index % 3]}`, subject: `okta/${index}`, once: `k${index * 2}`, content: { outcome: 'failed', index } });
		}
	});

	afterEach(async () => {
		await ledger.close();
		await store.destroy();
	});

	/** As an administrator with the database in an editor would. */
	const edit = (change: string | ((editor: Editor) => Promise<void>)): Promise<void> =>
		store.edit((editor) => (typeof change === 'string' ? editor.run(change) : change(editor)));

	const flipByte = (column: string, seq: number, at: number) => async (editor: Editor) => {
		const [{ text } = { text: '' }] = await editor.all<{ text: string }>(`SELECT ${column} AS text FROM records WHERE seq = ?`, seq);
		const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
		await editor.run(`UPDATE records SET ${column} = ? WHERE seq = ?`, changed, seq);
	};

	const swap = (one: number, other: number) =>
		`UPDATE records SET seq = -1 WHERE seq = ${one}; UPDATE records SET seq = ${one} WHERE seq = ${other}; UPDATE records SET seq = ${other} WHERE seq = -1`;

	it('holds as long as nobody edits it', async () => {
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size } });
	});

	it.each(['entry', 'body', 'salt', 'kind', 'case_id', 'subject', 'once_key', 'hashes'])('G05: any byte of an evidence row changed in %s, verify names the row', async (column) => {
		const [{ text } = { text: '' }] = await store.edit((editor) => editor.all<{ text: string }>(`SELECT ${column} AS text FROM records WHERE seq = 7`));
		expect(text.length).toBeGreaterThan(2);
		for (let at = 0; at < text.length; at += 1) {
			await edit(flipByte(column, 7, at));
			expect(await ledger.verify()).toMatchObject({ ok: false, seq: 7, problem: expect.stringMatching(/^Record 7\b.*\.$/) });
			await edit(flipByte(column, 7, at));
		}
		expect(await ledger.verify()).toMatchObject({ ok: true });
	}, 60_000);

	it('G05: any byte of a checkpoint or of the seal changed, verify notices', async () => {
		await ledger.checkpoint();
		for (const [table, column, where] of [['checkpoints', 'note', 'size > 0'], ['checkpoints', 'root', 'size > 0'], ['meta', 'value', "name = 'head'"]] as const) {
			const [{ text } = { text: '' }] = await store.edit((editor) => editor.all<{ text: string }>(`SELECT ${column} AS text FROM ${table} WHERE ${where}`));
			const put = (value: string) => edit((editor) => editor.run(`UPDATE ${table} SET ${column} = ? WHERE ${where}`, value));
			for (let at = 0; at < text.length; at += 1) {
				await put(text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1));
				expect(await ledger.verify()).toMatchObject({ ok: false });
			}
			await put(text);
		}
		expect(await ledger.verify()).toMatchObject({ ok: true });
	}, 60_000);

	it.each([0, 7, size - 1])('D08, G05: evidence row %i removed, verify names it', async (seq) => {
		await edit(`DELETE FROM records WHERE seq = ${seq}`);
		expect(await ledger.verify()).toMatchObject({ ok: false, seq, problem: expect.stringContaining(`Record ${seq} is missing`) });
	});

	it('G05: any two evidence rows swapped, verify names the first', async () => {
		for (let one = 0; one < size; one += 1) {
			for (let other = one + 1; other < size; other += 1) {
				await edit(swap(one, other));
				expect(await ledger.verify()).toMatchObject({ ok: false, seq: one, problem: expect.stringContaining(`its entry is that of record ${other}`) });
				await edit(swap(one, other));
			}
		}
	}, 60_000);

	it.each([
		['the last row removed', 'DELETE FROM records WHERE seq >= 20', 20],
		['the seal of the last append removed', "DELETE FROM meta WHERE name = 'head'", null],
		['all rows removed', 'DELETE FROM records', 0],
		['a case emptied', "DELETE FROM records WHERE case_id = 'case-d'", 1],
		['a row moved out of sight', 'UPDATE records SET seq = seq + 100000 WHERE seq >= 15', 15],
		['a row added without a number', "INSERT INTO records (seq, kind, entry, hashes) VALUES (-5, 'a', '{}', '')", size],
		['content taken away', 'UPDATE records SET body = NULL, salt = NULL WHERE seq = 4', 4],
		['content taken away but for its salt', 'UPDATE records SET body = NULL WHERE seq = 4', 4],
		['content of one row given to another', 'UPDATE records SET body = (SELECT body FROM records WHERE seq = 5) WHERE seq = 4', 4],
		['a row filed under another case', "UPDATE records SET case_id = 'case-9' WHERE seq = 4", 4],
		['a row filed under another number of its case', 'UPDATE records SET case_seq = 99 WHERE seq = 4', 4],
		['a row filed under no case', 'UPDATE records SET case_id = NULL, case_seq = NULL WHERE seq = 4', 4],
		['hashes changed', "UPDATE records SET hashes = 'AAAA' WHERE seq = 9", 9],
		['hashes cut off', "UPDATE records SET hashes = substr(hashes, 1, 44) WHERE seq = 7", 7],
	])('D08: %s', async (_, sql, seq) => {
		await edit(sql);
		expect(await ledger.verify()).toMatchObject({ ok: false, seq });
	});

	/** Rewrites history as thoroughly as one can without the key: entries, links, tree. */
	const rewriteAsOf = (keep: number) => async (editor: Editor) => {
		await editor.run(`DELETE FROM records WHERE seq >= ${keep}`);
		const rows = await editor.all<{ entry: string }>('SELECT entry FROM records ORDER BY seq');
		const kept: string[] = [];
		for (const [seq, { entry }] of rows.entries()) {
			const left: Buffer[] = [];
			for (let level = 0; ((seq + 1) / 2 ** level) % 2 === 0; level += 1) left.push(hashAt(kept[seq - 2 ** level]!, level)!);
			kept.push(joinHashes(grow(leafHash(entry), left)));
			await editor.run('UPDATE records SET hashes = ? WHERE seq = ?', kept[seq]!, seq);
		}
	};

	it('rewriting the tree of an honest history changes nothing', async () => {
		await edit(rewriteAsOf(size));
		expect(await ledger.verify()).toMatchObject({ ok: true, head: { size } });
	});

	it('D08: the last rows removed from every table, verify says from where on', async () => {
		await edit(rewriteAsOf(12));
		expect(await ledger.verify()).toMatchObject({ ok: false, seq: 12, problem: expect.stringContaining('at least 21 records') });
	});

	it('D08: nothing is signed that contradicts what was signed before', async () => {
		await edit(rewriteAsOf(12));
		await expect(ledger.append({ kind: 'step.settled', content: { outcome: 'done' } })).rejects.toMatchObject({ code: 'damaged' });
		await expect(ledger.checkpoint()).rejects.toMatchObject({ code: 'damaged' });
		await expect(ledger.exportCase('case-d')).rejects.toMatchObject({ code: 'damaged' });
		await expect(ledger.exportPeriod({ from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' }, ['case-d'])).rejects.toMatchObject({ code: 'damaged' });
		await expect(ledger.exportSegment({ from: 0, to: 5 }, true)).rejects.toMatchObject({ code: 'damaged' });
		await expect(ledger.erase({ caseId: 'case-d', content: {} })).rejects.toMatchObject({ code: 'damaged' });
	});

	it('D08: history rewritten in full but for the seal', async () => {
		await edit(async (editor) => {
			const [{ entry } = { entry: '' }] = await editor.all<{ entry: string }>('SELECT entry FROM records WHERE seq = 20');
			await editor.run('UPDATE records SET entry = ? WHERE seq = 20', entry.replace('10:00', '10:01'));
			await rewriteAsOf(size)(editor);
		});
		expect(await ledger.verify()).toMatchObject({ ok: false, seq: null, problem: expect.stringContaining('rewritten') });
		await expect(ledger.append({ kind: 'step.settled', content: {} })).rejects.toMatchObject({ code: 'damaged' });
	});

	it('D08: an older copy of the ledger put in its place contradicts the checkpoints signed since', async () => {
		const tables = ['records', 'meta'];
		await edit(tables.map((table) => `CREATE TABLE old_${table} AS SELECT * FROM ${table}`).join(';'));
		await ledger.append({ kind: 'step.settled', content: { outcome: 'done' } });
		await ledger.checkpoint();
		await edit(tables.map((table) => `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM old_${table}`).join(';'));
		expect(await ledger.verify()).toMatchObject({ ok: false, seq: size });
		await ledger.append({ kind: 'step.settled', content: { outcome: 'failed' } });
		await expect(ledger.checkpoint()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('not those that were signed for') });
		expect(await ledger.verify()).toMatchObject({ ok: false, seq: null, problem: expect.stringContaining('rewritten') });
	});

	it.each(['size = 20', "root = 'AAAA'", "note = replace(note, 'jml', 'jmm')", "note = 'x'"])('D08: a checkpoint changed: %s', async (change) => {
		await ledger.checkpoint();
		await edit(`UPDATE checkpoints SET ${change}`);
		expect(await ledger.verify()).toMatchObject({ ok: false, problem: expect.stringContaining('checkpoint') });
	});

	it('nothing is appended in the place of a row that was removed', async () => {
		await edit(`DELETE FROM records WHERE seq = ${size - 1}`);
		await expect(ledger.append({ kind: 'a', content: {} })).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('not those that were sealed last') });
		expect(await ledger.head()).toMatchObject({ size: size - 1 });
	});

	it('content may be gone only where the ledger itself recorded that it was erased', async () => {
		await expect(ledger.append({ kind: 'record.erased', content: { seqs: [3, 4] } })).rejects.toMatchObject({ code: 'bad_record', path: 'kind' });
		await ledger.erase({ caseId: 'case-d', content: { why: 'retention' } });
		expect(await ledger.verify()).toMatchObject({ ok: true });
		await edit('UPDATE records SET body = NULL, salt = NULL WHERE seq = 5');
		expect(await ledger.verify()).toMatchObject({ ok: false, seq: 5, problem: expect.stringContaining('no later record says that it was erased') });
	});

	if (name === 'SQLite') {
		it('D08: an entry turned into bytes', async () => {
			await edit("UPDATE records SET entry = x'00' WHERE seq = 4");
			expect(await ledger.verify()).toMatchObject({ ok: false, seq: 4 });
		});
	}
});
