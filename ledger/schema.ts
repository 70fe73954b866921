import { LedgerError } from './errors';
import type { Sql } from './database';

/** Each is run once, in order, and never edited after a release: what is written in a ledger stays readable. */
const migrations: readonly (readonly string[])[] = [
	[
		`CREATE TABLE records (
			seq BIGINT PRIMARY KEY,
			kind TEXT NOT NULL,
			case_id TEXT,
			case_seq BIGINT,
			subject TEXT,
			once_key TEXT UNIQUE,
			entry TEXT NOT NULL,
			body TEXT,
			salt TEXT,
			UNIQUE (case_id, case_seq)
		)`,
		'CREATE INDEX records_by_kind ON records (kind, seq)',
		'CREATE INDEX records_by_subject ON records (subject, seq)',
		// The complete subtrees of the Merkle tree, level 0 being the leaves; hashes are base64.
		`CREATE TABLE nodes (
			level BIGINT NOT NULL,
			position BIGINT NOT NULL,
			hash TEXT NOT NULL,
			PRIMARY KEY (level, position)
		)`,
		`CREATE TABLE checkpoints (
			size BIGINT PRIMARY KEY,
			root TEXT NOT NULL,
			note TEXT NOT NULL
		)`,
		`CREATE TABLE leases (
			name TEXT PRIMARY KEY,
			owner TEXT NOT NULL,
			token TEXT NOT NULL,
			expires_at BIGINT NOT NULL
		)`,
	],
];

export const latestSchema = migrations.length;

/** Inside a write, so that of several processes starting at once one migrates and the others find it done. */
export const migrate = async (sql: Sql): Promise<void> => {
	await sql.run('CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
	const current = await schemaOf(sql.all);
	if (current > latestSchema) {
		throw new LedgerError('newer_schema', `This ledger was written by a newer version of the pack (schema ${current}, this version knows ${latestSchema}). Update the pack; the ledger was left as it is.`);
	}
	for (const statements of migrations.slice(current)) {
		for (const statement of statements) await sql.run(statement);
	}
	if (current < latestSchema) await writeMeta(sql, 'schema', String(latestSchema));
};

const schemaOf = async (all: Sql['all']): Promise<number> => Number((await readMeta(all, 'schema')) ?? 0);

export const readMeta = async (all: Sql['all'], name: string): Promise<string | undefined> => {
	const [row] = await all<{ value: string }>('SELECT value FROM meta WHERE name = ?', name);
	return row?.value;
};

export const writeMeta = async (sql: Sql, name: string, value: string): Promise<void> => {
	await sql.run('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
};
