import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Pool } from 'pg';
import type { Ledger, PostgresPlace } from '../../ledger';
import { postgresPrograms, startPostgres } from '../../scripts/lib/postgres.mjs';

/** What a process of its own needs to open the same database. */
export type Address = { kind: 'SQLite'; directory: string } | { kind: 'Postgres'; place: PostgresPlace; key: string };

export interface Bare {
	/** One row in one transaction, as durable as the ledger's. */
	insert(writer: number): Promise<void>;
	close(): Promise<void>;
}

/** As it is shipped: what runs TypeScript directly adds work of its own to every function. */
const { openLedger, openPostgresLedger } = require('../../dist/ledger') as typeof import('../../ledger');

const origin = 'bench/jml-ledger';
const now = () => new Date();

export const openAt = (address: Address): Promise<Ledger> =>
	address.kind === 'SQLite' ? openLedger({ directory: address.directory, origin, now }) : openPostgresLedger({ place: address.place, key: address.key, origin, now });

/** As many bytes as a record of ours has. */
const row = 'x'.repeat(1_500);

export const openBare = async (address: Address, writers: number): Promise<Bare> => {
	if (address.kind === 'SQLite') {
		const database = new DatabaseSync(join(address.directory, 'bare.sqlite'));
		database.exec('PRAGMA busy_timeout = 15000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL)');
		const statement = database.prepare('INSERT INTO bare (body) VALUES (?)');
		return { insert: async () => void statement.run(row), close: async () => database.close() };
	}
	const { host, port, database, user, password } = address.place;
	const pool = new Pool({ host, port, database, user, password, max: writers });
	await pool.query('CREATE TABLE IF NOT EXISTS bare (id BIGSERIAL PRIMARY KEY, body TEXT NOT NULL)');
	const clients = await Promise.all(Array.from({ length: writers }, () => pool.connect()));
	return {
		insert: async (writer) => void (await clients[writer]!.query({ name: 'bare', text: 'INSERT INTO bare (body) VALUES ($1)', values: [row] })),
		close: async () => {
			for (const client of clients) client.release();
			await pool.end();
		},
	};
};

export interface Databases {
	addresses: Address[];
	remove(): Promise<void>;
}

/** Side by side on the same disk. */
export const makeDatabases = async (): Promise<Databases> => {
	const programs = await postgresPrograms();
	if (!('path' in programs)) throw new Error(programs.reason);
	const server = await startPostgres(programs.path);
	const folder = mkdtempSync(join(tmpdir(), 'jml-bench-ledger-'));
	const place: PostgresPlace = { host: '127.0.0.1', port: server.told.port, database: 'postgres', user: 'postgres', password: server.told.password, schema: 'jml_ledger', tls: 'off' };
	return {
		addresses: [
			{ kind: 'SQLite', directory: join(folder, 'evidence') },
			{ kind: 'Postgres', place, key: randomBytes(32).toString('base64') },
		],
		remove: async () => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
};
