import { createHash, createHmac, createPrivateKey, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLedger } from '../../ledger';
import { latestSchema } from '../../ledger/schema';
import { verifyBundle } from '../../ledger/verify';

let directory: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const origin = 'jml.acme.test/ledger';
const open = () => openLedger({ directory, origin, now: () => new Date() });
const file = () => join(directory, 'ledger.sqlite');

/** A ledger as version 0.1.0 wrote it: schema 1, with the hashes in a table of their own and a signature as its seal. */
const asOfSchema1 = async (records: number): Promise<void> => {
	await (await open()).close();
	rmSync(file());
	const key = createPrivateKey(readFileSync(join(directory, 'ledger.key')));
	const raw = Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');
	const bytes = Buffer.concat([Buffer.of(1), raw]);
	const id = createHash('sha256').update(`${origin}\n`).update(bytes).digest().subarray(0, 4);
	const signed = (text: string) => `${text}\n— ${origin} ${Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64')}\n`;
	const sha256 = (...parts: (Buffer | string)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

	const database = new DatabaseSync(file());
	database.exec(`
		CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
		CREATE TABLE records (seq BIGINT PRIMARY KEY, kind TEXT NOT NULL, case_id TEXT, case_seq BIGINT, subject TEXT, once_key TEXT UNIQUE, entry TEXT NOT NULL, body TEXT, salt TEXT, UNIQUE (case_id, case_seq));
		CREATE INDEX records_by_kind ON records (kind, seq);
		CREATE INDEX records_by_subject ON records (subject, seq);
		CREATE TABLE nodes (level BIGINT NOT NULL, position BIGINT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (level, position));
		CREATE TABLE checkpoints (size BIGINT PRIMARY KEY, root TEXT NOT NULL, note TEXT NOT NULL);
		CREATE TABLE leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, token TEXT NOT NULL, expires_at BIGINT NOT NULL);`);
	const put = (sql: string, ...values: (string | number | null)[]) => database.prepare(sql).run(...values);
	let prev = '0'.repeat(64);
	const waiting: (Buffer | undefined)[] = [];
	for (let seq = 0; seq < records; seq += 1) {
		const salt = sha256(`salt ${seq}`);
		const body = `{"content":{"index":${seq}},"once":"k${seq}","subject":"okta/${seq}"}`;
		const commitment = createHmac('sha256', salt).update(body).digest('hex');
		const entry = `{"at":"2026-11-20T10:00:00.000Z","case":"case-${seq % 3}","caseSeq":${Math.floor(seq / 3)},"commitment":"${commitment}","kind":"step.settled","prev":"${prev}","seq":${seq},"v":1}`;
		prev = sha256(entry).toString('hex');
		put('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', seq, 'step.settled', `case-${seq % 3}`, Math.floor(seq / 3), `okta/${seq}`, `k${seq}`, entry, body, salt.toString('base64'));
		let hash = sha256(Buffer.of(0), entry);
		for (let level = 0, index = seq; ; level += 1, index = (index - 1) / 2) {
			put('INSERT INTO nodes VALUES (?, ?, ?)', level, index, hash.toString('base64'));
			if (index % 2 === 0) {
				waiting[level] = hash;
				break;
			}
			hash = sha256(Buffer.of(1), waiting[level]!, hash);
			waiting[level] = undefined;
		}
	}
	const root = waiting.filter((hash) => hash !== undefined).reduce<Buffer | undefined>((right, left) => (right === undefined ? left : sha256(Buffer.of(1), left, right)), undefined)!;
	const head = signed(`${origin}\n${records}\n${root.toString('base64')}\n`);
	put('INSERT INTO checkpoints VALUES (?, ?, ?)', records, root.toString('base64'), head);
	const vkey = `${origin}+${id.toString('hex')}+${bytes.toString('base64')}`;
	for (const [name, value] of Object.entries({ schema: '1', origin, vkey, head })) put('INSERT INTO meta VALUES (?, ?)', name, value);
	database.close();
	writeFileSync(join(directory, 'ledger.begun'), '');
};

it.each([1, 2, 7, 32, 701])('a ledger of schema 1 with %i records goes on, and what it signed still holds', async (records) => {
	await asOfSchema1(records);
	const held = new DatabaseSync(file()).prepare('SELECT note FROM checkpoints').get() as { note: string };
	const ledger = await open();
	expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: records } });
	expect((await ledger.append({ kind: 'step.settled', caseId: 'case-0', once: 'k0', content: {} })).appended).toBe(false);
	expect((await ledger.append({ kind: 'step.settled', caseId: 'case-0', content: {} })).record.seq).toBe(records);
	expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: records + 1 } });
	const bundle = JSON.stringify(await ledger.exportCase('case-0', held.note));
	expect(verifyBundle(bundle, { checkpoint: held.note })).toMatchObject({ ok: true, heldCheckpoint: 'continued' });
	await ledger.close();
});

it('a ledger that was tampered with before is not made whole by being migrated', async () => {
	await asOfSchema1(9);
	const database = new DatabaseSync(file());
	database.exec("DELETE FROM nodes WHERE level = 1 AND position = 1; UPDATE records SET body = replace(body, '4', '5') WHERE seq = 4");
	database.close();
	const ledger = await open();
	expect(await ledger.verify()).toMatchObject({ ok: false, seq: 3 });
	await ledger.close();
});

it('the end of a ledger cut off before it was migrated stops the next append', async () => {
	await asOfSchema1(9);
	const database = new DatabaseSync(file());
	database.exec('DELETE FROM nodes WHERE position = 8 AND level = 0; DELETE FROM records WHERE seq = 8; DELETE FROM checkpoints');
	database.close();
	const ledger = await open();
	await expect(ledger.append({ kind: 'a', content: {} })).rejects.toMatchObject({ code: 'damaged' });
	expect(await ledger.verify()).toMatchObject({ ok: false });
	await ledger.close();
});

it('a migration that is broken off is done again from the beginning', async () => {
	await asOfSchema1(9);
	const database = new DatabaseSync(file());
	database.exec('CREATE TABLE moved (seq INTEGER)');
	database.close();
	await expect(open()).rejects.toMatchObject({ code: 'storage' });
	const before = new DatabaseSync(file());
	expect(before.prepare("SELECT value FROM meta WHERE name = 'schema'").get()).toEqual({ value: '1' });
	before.exec('DROP TABLE moved');
	before.close();
	const ledger = await open();
	expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: 9 } });
	await ledger.close();
});

it('a ledger of a newer version is left as it is', async () => {
	await (await open()).close();
	const database = new DatabaseSync(file());
	database.exec(`UPDATE meta SET value = '${latestSchema + 1}' WHERE name = 'schema'`);
	database.close();
	await expect(open()).rejects.toMatchObject({ code: 'newer_schema' });
	expect(existsSync(file())).toBe(true);
});
