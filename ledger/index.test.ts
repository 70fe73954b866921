import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createKeyFile } from './keys';
import { openLedger, type EmbeddedLedger, type Ledger } from './index';

const now = () => new Date('2026-11-20T10:00:00.000Z');
const record = { kind: 'step.settled', content: { outcome: 'done' } };
let place: string;
let opened: Ledger[];

beforeEach(() => {
	place = mkdtempSync(join(tmpdir(), 'ledger-'));
	opened = [];
});

afterEach(async () => {
	for (const ledger of opened) await ledger.close();
	rmSync(place, { recursive: true });
});

const open = async (options: Partial<EmbeddedLedger> = {}): Promise<Ledger> => {
	const ledger = await openLedger({ directory: join(place, 'evidence'), origin: 'jml.acme.test/ledger', now, ...options });
	opened.push(ledger);
	return ledger;
};

const file = (name: string) => join(place, 'evidence', name);
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

it('makes its directory, key and database, for nobody else to read', async () => {
	await open();
	expect([mode(join(place, 'evidence')), mode(file('ledger.key')), mode(file('ledger.sqlite'))]).toEqual(['700', '600', '600']);
});

it('keeps the name it was created with, and its key and records', async () => {
	const first = await open();
	await first.append(record);
	const vkey = await first.vkey();
	await first.close();
	const again = await open({ origin: 'another.test/name' });
	expect(await again.vkey()).toBe(vkey);
	expect(await again.checkpoint()).toMatch(/^jml\.acme\.test\/ledger\n1\n/);
	expect(await again.records({})).toMatchObject([{ seq: 0, at: '2026-11-20T10:00:00.000Z', ...record }]);
});

it('opened twice it is one ledger, by whatever path, until the last user closes it', async () => {
	symlinkSync(place, join(place, 'link'));
	const one = await open();
	const two = await open({ directory: join(place, 'link', 'evidence'), now: () => new Date('2027-01-01T00:00:00.000Z') });
	await one.append(record);
	await one.close();
	await one.close();
	await expect(one.append(record)).rejects.toMatchObject({ code: 'closed' });
	expect(await two.append(record)).toMatchObject({ record: { seq: 1, at: '2027-01-01T00:00:00.000Z' } });
});

it('opened by many at once it has one key', async () => {
	const ledgers = await Promise.all(Array.from({ length: 8 }, () => open()));
	expect(new Set(await Promise.all(ledgers.map((ledger) => ledger.vkey()))).size).toBe(1);
});

it('refuses a key that others can read, and says how to put it right', async () => {
	await (await open()).close();
	chmodSync(file('ledger.key'), 0o640);
	await expect(open()).rejects.toMatchObject({ code: 'key', message: expect.stringContaining(`mode 640), so its signatures would prove nothing. Run: chmod 600 ${file('ledger.key')}`) });
});

it('refuses to go on with another key, without one, or with something else', async () => {
	await (await open()).close();
	const key = readFileSync(file('ledger.key'));
	rmSync(file('ledger.key'));
	await expect(open()).rejects.toMatchObject({ code: 'key', message: expect.stringContaining('is gone') });
	await createKeyFile(file('ledger.key'));
	await expect(open()).rejects.toMatchObject({ code: 'key', message: expect.stringContaining('not the key this ledger has been signed with') });
	writeFileSync(file('ledger.key'), 'no key');
	await expect(open()).rejects.toMatchObject({ code: 'key', message: expect.stringContaining('not an Ed25519 private key') });
	writeFileSync(file('ledger.key'), key);
	await open();
});

it('refuses to begin anew where a ledger was and is gone', async () => {
	await (await open()).close();
	for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm']) rmSync(file(name), { force: true });
	await expect(open()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('was there before and is gone. Restore it from a backup') });
});

it('refuses a ledger written by a newer version, and leaves it as it is', async () => {
	await (await open()).close();
	const database = new DatabaseSync(file('ledger.sqlite'));
	database.exec("UPDATE meta SET value = '999' WHERE name = 'schema'");
	database.close();
	await expect(open()).rejects.toMatchObject({ code: 'newer_schema', message: expect.stringContaining('schema 999') });
});

it('says so when the file is no database', async () => {
	await (await open()).close();
	writeFileSync(file('ledger.sqlite'), 'lost '.repeat(1000));
	await expect(open()).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining('file is not a database') });
});

it('refuses a name that checkpoints cannot carry', async () => {
	await expect(open({ origin: 'https://acme.test' })).rejects.toMatchObject({ code: 'bad_origin' });
	await open();
});

it('syncs every commit to disk', async () => {
	const ledger = await open();
	const database = new DatabaseSync(file('ledger.sqlite'));
	expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
	database.close();
	await ledger.append(record);
	// The record is in the log file before the append returns; nothing waits for a close.
	expect(readFileSync(file('ledger.sqlite-wal')).includes('step.settled')).toBe(true);
});
