import { getBuiltinModule } from 'node:process';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Database, Sql, Tip } from './database';
import { LedgerError } from './errors';
import { extendWith, standsAt } from './table';

/** An append holds the lock for milliseconds; who waits this long waits for something that is stuck. */
const patienceMs = 15_000;

/** WAL lets readers go on while one writes; FULL makes a commit reach the disk before it returns. */
const settings = `PRAGMA busy_timeout = ${patienceMs}; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON`;

export const openSqlite = (file: string): Database => {
	const open = opener(file);
	const writer = open('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON');
	const writing = statements(writer);
	const reader = open();
	const reading = statements(reader);
	let turn: Promise<unknown> = Promise.resolve();

	// A transaction belongs to the connection, so writes of this process queue here, those of others in SQLite.
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const mine = turn.then(work);
		turn = mine.catch(() => undefined);
		return mine;
	};

	/** Changes when another connection has written, be it another n8n or somebody with an editor. */
	const version = async (): Promise<number> => (await writing.all<{ data_version: number }>('PRAGMA data_version'))[0]!.data_version;
	let seen: number | undefined;
	/** What this process left last. As long as nobody else has written, that is how the ledger stands. */
	let left: Omit<Tip, 'size'> | undefined;

	const write: Database['write'] = (work) =>
		inTurn(() =>
			transaction(writing, 'BEGIN IMMEDIATE', async (sql) => {
				seen = await version();
				left = undefined;
				return await work(sql);
			}),
		);

	return {
		read: reading.all,
		write,
		change: write,

		takesAtOnce: 1,

		extend: (extension) =>
			inTurn(() =>
				transaction(writing, 'BEGIN IMMEDIATE', async (sql) => {
					if ((await version()) !== seen || !(isSame(left, extension.from) || (await standsAt(sql, extension.from)))) return false;
					await extendWith(sql, extension);
					left = { entry: extension.rows.at(-1)!.entry, head: extension.head };
					return true;
				}),
			),

		// Nobody sees a commit before it is on disk.
		settled: async () => undefined,

		snapshot: async (work) => {
			const connection = open();
			try {
				return await transaction(statements(connection), 'BEGIN', work);
			} finally {
				connection.close();
			}
		},

		check: async () => {
			const found = await reading.all<{ integrity_check: string }>('PRAGMA integrity_check');
			return found.length === 1 && found[0]!.integrity_check === 'ok' ? null : found.map((row) => row.integrity_check).join('; ');
		},

		clockAheadMs: () => 0,

		close: async () => {
			await turn;
			reader.close();
			writer.close();
		},
	};
};

const isSame = (one: Omit<Tip, 'size'> | undefined, other: Tip): boolean => one?.entry === other.entry && one.head === other.head;

const opener = (file: string) => {
	const sqlite = getBuiltinModule?.('node:sqlite');
	if (sqlite === undefined) {
		throw new LedgerError('node_too_old', `The embedded ledger needs Node.js 22.13 or newer, and this is ${process.version}. Run n8n on a newer Node.js.`);
	}
	return (first = ''): DatabaseSync =>
		guarded(() => {
			const connection = new sqlite.DatabaseSync(file);
			connection.exec(`${settings}; ${first}`);
			return connection;
		});
};

const statements = (connection: DatabaseSync): Sql => {
	const prepared = new Map<string, StatementSync>();
	const prepare = (sql: string): StatementSync => {
		const known = prepared.get(sql) ?? connection.prepare(sql);
		prepared.set(sql, known);
		return known;
	};
	return {
		all: async <Row>(sql: string, ...values: (string | number | null)[]) => guarded(() => prepare(sql).all(...values) as Row[]),
		run: async (sql, ...values) => guarded(() => Number(prepare(sql).run(...values).changes)),
	};
};

const transaction = async <T>(sql: Sql, begin: string, work: (sql: Sql) => Promise<T>): Promise<T> => {
	await sql.run(begin);
	try {
		const result = await work(sql);
		await sql.run('COMMIT');
		return result;
	} catch (error) {
		// SQLite has rolled back by itself after some errors, a full disk for one; then this fails and means nothing.
		await sql.run('ROLLBACK').catch(() => undefined);
		throw error;
	}
};

const busy = 5;

const guarded = <T>(work: () => T): T => {
	try {
		return work();
	} catch (error) {
		const { errcode, message } = error as { errcode?: number; message: string };
		if (errcode === undefined) throw error;
		// The low byte is the code, the rest of it detail: https://sqlite.org/rescode.html
		if ((errcode & 0xff) === busy) {
			throw new LedgerError('busy', `Another process has kept the ledger locked for ${patienceMs / 1000} seconds. Look for a backup or an editor that has the file open, then run this again.`);
		}
		throw new LedgerError('storage', `The ledger's database failed: ${message}.`);
	}
};
