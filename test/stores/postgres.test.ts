import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openPostgresLedger, type PostgresPlace } from '../../ledger';
import { origin, postgresOn, servers, type Store } from './support/stores';

type PostgresStore = Store & { place: PostgresPlace; key: string };
let store: PostgresStore;

beforeEach(async () => {
	store = await postgresOn(servers().shared);
	await (await store.open()).close();
});

afterEach(() => store.destroy());

const open = (change: { place?: Partial<PostgresPlace>; key?: string; origin?: string } = {}) =>
	openPostgresLedger({ place: { ...store.place, ...change.place }, key: change.key ?? store.key, origin: change.origin ?? origin, now: () => new Date() });

const other = randomBytes(32).toString('base64');

it.each<[string, () => Parameters<typeof open>[0], object]>([
	['another key', () => ({ key: other }), { code: 'key', message: expect.stringContaining('another key or another ledger name') }],
	['another name', () => ({ origin: 'elsewhere/ledger' }), { code: 'key', message: expect.stringContaining('another key or another ledger name') }],
	['no key', () => ({ key: 'c29tZXRoaW5n' }), { code: 'key', message: expect.stringContaining('openssl genpkey') }],
	['a wrong password', () => ({ place: { password: 'wrong' } }), { code: 'storage', message: expect.stringContaining('refused the user or the password') }],
	['a database that is not there', () => ({ place: { database: 'nowhere' } }), { code: 'storage', message: expect.stringContaining('no database of the name') }],
	['nobody listening', () => ({ place: { port: 1 } }), { code: 'unreachable', message: expect.stringContaining('ECONNREFUSED') }],
	['a server without encryption', () => ({ place: { tls: 'verified' } }), { code: 'storage', message: expect.stringContaining('Choose in Encryption') }],
	['a schema that is SQL', () => ({ place: { schema: 'a; DROP SCHEMA b' } }), { code: 'storage', message: expect.stringContaining('cannot be the schema') }],
])('%s is told, and no secret with it', async (_, change, expected) => {
	const error: unknown = await open(change()).then((ledger) => ledger.close(), (reason: unknown) => reason);
	expect(error).toMatchObject(expected);
	for (const secret of [store.key, other, store.place.password, 'c29tZXRoaW5n']) expect(String((error as Error).message)).not.toContain(secret);
});

it('a key may be pasted as PEM, also on one line', async () => {
	const pem = `-----BEGIN PRIVATE KEY----- ${Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(store.key, 'base64')]).toString('base64')} -----END PRIVATE KEY-----`;
	const ledger = await open({ key: pem });
	expect(await ledger.head()).toMatchObject({ size: 0 });
	await ledger.close();
});

it('the key is nowhere in the database', async () => {
	const ledger = await open();
	await ledger.append({ kind: 'a', once: 'b', content: {} });
	await ledger.checkpoint();
	await ledger.close();
	const tables = await store.edit((editor) => editor.all<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = ?', store.place.schema));
	expect(tables.length).toBeGreaterThan(3);
	const seed = Buffer.from(store.key, 'base64');
	for (const { name } of tables) {
		const text = JSON.stringify(await store.edit((editor) => editor.all(`SELECT * FROM ${name}`)));
		for (const secret of [store.key, seed.toString('hex'), seed.toString('base64url')]) expect(text).not.toContain(secret);
	}
});

const administrator = async (work: (client: Client) => Promise<void>): Promise<void> => {
	const client = new Client({ host: '127.0.0.1', port: store.place.port, user: 'postgres', password: store.place.password, database: 'postgres' });
	await client.connect();
	try {
		await work(client);
	} finally {
		await client.end();
	}
};

it('a database that is not UTF8 is refused, with the command that makes one', async () => {
	await administrator((client) => client.query("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'").then(() => undefined));
	await expect(open({ place: { database: 'latin' } })).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining("ENCODING 'UTF8'") });
});

it('a user who may do no more than write the tables is enough once they are there', async () => {
	const { schema } = store.place;
	const user = `writer_${schema}`;
	await administrator(async (client) => {
		await client.query(`CREATE USER ${user} PASSWORD 'only-writes'; GRANT USAGE ON SCHEMA ${schema} TO ${user}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${user}`);
	});
	const ledger = await open({ place: { user, password: 'only-writes' } });
	await ledger.append({ kind: 'a', content: {} });
	expect(await ledger.verify()).toMatchObject({ ok: true, head: { size: 1 } });
	await ledger.close();
	await administrator((client) => client.query(`DROP OWNED BY ${user}; DROP USER ${user}`).then(() => undefined));
});

it('a session that keeps the ledger locked is told of, once patience is over', async () => {
	const ledger = await open();
	await ledger.append({ kind: 'a', content: {} });
	const client = new Client({ host: '127.0.0.1', port: store.place.port, user: 'postgres', password: store.place.password, database: 'postgres' });
	await client.connect();
	await client.query(`BEGIN; SELECT * FROM ${store.place.schema}.meta WHERE name = 'head' FOR UPDATE`);
	await expect(ledger.append({ kind: 'a', content: {} })).rejects.toMatchObject({ code: 'busy', message: expect.stringContaining('pg_stat_activity') });
	await client.query('ROLLBACK');
	await client.end();
	expect((await ledger.append({ kind: 'a', content: {} })).record.seq).toBe(1);
	await ledger.close();
}, 40_000);
