import type { PoolClient, PoolConfig } from '../vendor/pg';
import type { Database, Extension, Sql, SqlValue } from './database';
import { LedgerError } from './errors';
import { fromPostgres } from './postgres-errors';
import { createMeta } from './schema';
import { valuesOf } from './table';

export interface PostgresPlace {
	host: string;
	port: number;
	database: string;
	user: string;
	password: string;
	/** Keeps the ledger's tables apart from others in the same database. */
	schema: string;
	/** `verified` also checks that the server is who it says it is. */
	tls: 'off' | 'on' | 'verified';
	/** PEM of the authority that vouches for the server, where the system's own list does not have it. */
	authority?: string;
}

/** An append holds the lock for milliseconds; who waits this long waits for something that is stuck. */
const patienceMs = 15_000;
/** A process that was stopped in the middle must not keep everybody else out. */
const longestPauseMs = 60_000;

/** Clocks as near to each other as this are taken to agree: leases last many times longer. */
const agreementMs = 500;

export const openPostgres = async (place: PostgresPlace): Promise<Database> => {
	const { Pool, types } = require('../vendor/pg') as typeof import('../vendor/pg');
	const bigint = 20;
	let aheadMs = 0;
	const pool = new Pool({
		...addressOf(place),
		max: 8,
		idleTimeoutMillis: 60_000,
		allowExitOnIdle: true,
		// Statements that are handed over together go over the wire together.
		pipeline: true,
		// Counts and times stay far below what a number holds exactly.
		types: { getTypeParser: ((oid: number, format?: 'text') => (oid === bigint ? Number : types.getTypeParser(oid, format))) as never },
		onConnect: (async (client: PoolClient) => {
			aheadMs = await prepare(client, place.schema);
		}) as never,
	});
	// The pool replaces connections that break while nobody uses them. One that breaks in use fails its query, and that is told.
	const broken = new WeakSet<object>();
	pool.on('error', () => undefined);
	pool.on('connect', (client) => client.on('error', () => broken.add(client)));

	const connected = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
		const client = await fromPostgres(() => pool.connect());
		try {
			return await work(client);
		} finally {
			client.release(broken.has(client));
		}
	};

	/** Appends come one after the other, and so keep a connection to themselves. */
	let appending: Promise<PoolClient> | undefined;
	const extending = async (extension: Extension): Promise<boolean> => {
		const mine = (appending ??= fromPostgres(() => pool.connect()));
		try {
			return await extend(await mine, extension);
		} catch (error) {
			if (appending === mine) {
				appending = undefined;
				await mine.then((client) => client.release(true), () => undefined);
			}
			throw error;
		}
	};

	/** `begin` and `end` each go over the wire in one piece. */
	const transaction = <T>(begin: readonly string[], work: (sql: Sql) => Promise<T>, end: readonly string[]): Promise<T> =>
		connected(async (client) => {
			const sql = sqlOver(client);
			const inOrder = (statements: readonly string[]) => Promise.all(statements.map((statement) => sql.run(statement)));
			try {
				await inOrder(begin);
				const result = await work(sql);
				await inOrder(end);
				return result;
			} catch (error) {
				await sql.run('ROLLBACK').catch(() => undefined);
				throw error;
			}
		});

	const database: Database = {
		read: (sql, ...values) => connected((client) => sqlOver(client).all(sql, ...values)),

		write: (work) =>
			transaction(['BEGIN', handOverEarly, "SELECT value FROM meta WHERE name = 'head' FOR UPDATE"], work, ['COMMIT', flush]),

		change: (work) => transaction(['BEGIN'], work, ['COMMIT']),

		takesAtOnce: 2,

		extend: extending,

		settled: async () => void (await connected((client) => sqlOver(client).all(flush))),

		snapshot: (work) => transaction(['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'], work, ['COMMIT']),

		check: async () => null,

		clockAheadMs: () => aheadMs,

		close: async () => {
			await appending?.then((client) => client.release());
			await pool.end();
		},
	};
	try {
		await connected((client) => assertFit(sqlOver(client)));
	} catch (error) {
		await pool.end();
		throw error;
	}
	return database;
};

/**
 * Whoever holds the head lets it go before the disk has everything, and waits for the disk afterwards: the next writer
 * works meanwhile, and the flushes of many become one. Nobody is told that something is kept before it is on disk, and
 * the disk gets everything in order, so that after a crash the ledger is a beginning of what it was.
 */
const handOverEarly = 'SET LOCAL synchronous_commit = off';
/** A commit that does wait for the disk, and so for everything before it. */
const flush = "SELECT set_config('synchronous_commit', 'on', true), pg_logical_emit_message(true, 'jml-ledger', '')";

/** Of several processes that start at once one goes first and the others find everything done. */
export const firstOfAll = (database: Database, schema: string, work: (sql: Sql) => Promise<void>): Promise<void> =>
	database.change(async (sql) => {
		await sql.run('SELECT pg_advisory_xact_lock(hashtext(?))', `jml-ledger/${schema}`);
		const [found] = await sql.all<{ table: string | null }>('SELECT to_regclass(?)::text AS table', `${schema}.meta`);
		// Asked first, since a user who may only write would be refused even what is there already.
		if (found!.table === null) {
			await sql.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
			await createMeta(sql);
		}
		await work(sql);
	});

const addressOf = ({ host, port, database, user, password, tls, authority }: PostgresPlace): PoolConfig => ({
	host,
	port,
	database,
	user,
	password,
	ssl: tls === 'off' ? false : { rejectUnauthorized: tls === 'verified', ...(authority ? { ca: authority } : {}) },
	application_name: 'n8n-nodes-joiner-mover-leaver',
	connectionTimeoutMillis: 10_000,
	keepAlive: true,
	lock_timeout: patienceMs,
	// A server that fell silent, with the network gone, is told from one that is busy by waiting longer than it may be.
	query_timeout: 4 * patienceMs,
	idle_in_transaction_session_timeout: longestPauseMs,
});

const schemaName = /^[a-z_][a-z0-9_]{0,62}$/;

/** Says by how much the server's clock is ahead of ours. */
const prepare = async (client: PoolClient, schema: string): Promise<number> => {
	if (!schemaName.test(schema)) throw new LedgerError('storage', `“${schema}” cannot be the schema of the ledger: use small letters, digits and underscores, such as jml_ledger.`);
	const { rows } = await client.query<{ now: number }>(
		`SELECT set_config('search_path', $1, false),
			set_config('plan_cache_mode', 'force_generic_plan', false),
			CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END,
			(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`,
		[schema],
	);
	const ahead = Number(rows[0]!.now) - Date.now();
	return Math.abs(ahead) < agreementMs ? 0 : ahead;
};

const assertFit = async ({ all }: Pick<Sql, 'all'>): Promise<void> => {
	const [found] = await all<{ version: number; encoding: string; fsync: string }>(
		"SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync",
	);
	if (found!.version < 120_000) throw new LedgerError('storage', 'The ledger needs PostgreSQL 12 or newer, and this server is older. Update it, or give the ledger another one.');
	if (found!.encoding !== 'UTF8') throw new LedgerError('storage', `The ledger needs a database whose encoding is UTF8, and this one is ${found!.encoding}. Create another with: CREATE DATABASE jml ENCODING 'UTF8' TEMPLATE template0`);
	if (found!.fsync !== 'on') throw new LedgerError('storage', 'This PostgreSQL runs with fsync switched off, so a power cut would lose evidence it said was kept. Switch it on, or give the ledger another server.');
};

const placeholders = new Map<string, string>();

/** `?` as PostgreSQL wants it: $1, $2 … None of our SQL has a question mark in a text. */
const numbered = (sql: string): string => {
	const known = placeholders.get(sql);
	if (known !== undefined) return known;
	let count = 0;
	const text = sql.replace(/\?/g, () => `$${(count += 1)}`);
	// Lists of values have as many texts as lengths; the others are few.
	if (placeholders.size < 500) placeholders.set(sql, text);
	return text;
};

const sqlOver = (client: PoolClient): Sql => {
	const query = (sql: string, values: SqlValue[]) => fromPostgres(() => client.query<Record<string, unknown>>(numbered(sql), values));
	return {
		all: async <Row>(sql: string, ...values: SqlValue[]) => (await query(sql, values)).rows as Row[],
		run: async (sql, ...values) => (await query(sql, values)).rowCount ?? 0,
	};
};

/**
 * One statement, so that one trip to the server and back is all an append costs. The update waits for whoever holds
 * the head, and then sees what they made of it.
 */
const extendSql = (rows: number): string => `WITH stood AS (
	UPDATE meta SET value = $1
	WHERE name = 'head' AND value = $2 AND (SELECT entry FROM records ORDER BY seq DESC LIMIT 1) IS NOT DISTINCT FROM $3
	RETURNING 1
), kept AS (
	INSERT INTO records (seq, kind, case_id, case_seq, subject, once_key, entry, body, salt, hashes)
	SELECT added.* FROM stood, (VALUES ${Array.from({ length: rows }, (_, row) => placesOf(row)).join(', ')}) AS added
)
SELECT 1 FROM stood`;

const types = ['int', 'text', 'text', 'int', 'text', 'text', 'text', 'text', 'text', 'text'];
const before = 4;
const placesOf = (row: number): string => `(${types.map((type, column) => `$${before + row * types.length + column}::${type}`).join(', ')})`;

/** Batches as small as these come again and again, so the server keeps what it made of their statement. */
const often = 8;
const prepared = Array.from({ length: often + 1 }, (_, rows) => ({ name: `jml-extend-${rows}`, text: extendSql(rows) }));

const extend = async (client: PoolClient, { from, rows, head }: Extension): Promise<boolean> => {
	const values = [head, from.head, from.entry, ...rows.flatMap(valuesOf)];
	try {
		const { rowCount } = await fromPostgres(() => client.query({ ...(prepared[rows.length] ?? { text: extendSql(rows.length) }), values }));
		return rowCount === 1;
	} catch (error) {
		if (error instanceof LedgerError && error.code === 'conflict') return false;
		throw error;
	}
};
