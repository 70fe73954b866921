import { LedgerError } from './errors';
import type { Sql } from './database';
import type { Signer } from './note';
import { readMeta, writeMeta } from './meta';
import { hashesInRecords } from './schema-2';

type Migration = readonly string[] | ((sql: Sql, signer: Signer) => Promise<void>);

/** Each is run once, in order, and never edited after a release: what is written in a ledger stays readable. */
const migrations: readonly Migration[] = [
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
	hashesInRecords,
];

export const latestSchema = migrations.length;

/** Where it says which of the migrations have been run. */
export const createMeta = async (sql: Sql): Promise<void> => {
	await sql.run('CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
};

/** Inside a write, so that of several processes starting at once one migrates and the others find it done. */
export const migrate = async (sql: Sql, signer: Signer): Promise<void> => {
	const current = await schemaOf(sql.all);
	if (current > latestSchema) {
		throw new LedgerError('newer_schema', `This ledger was written by a newer version of the pack (schema ${current}, this version knows ${latestSchema}). Update the pack; the ledger was left as it is.`);
	}
	for (const migration of migrations.slice(current)) {
		if (typeof migration === 'function') await migration(sql, signer);
		else for (const statement of migration) await sql.run(statement);
	}
	if (current < latestSchema) await writeMeta(sql, 'schema', String(latestSchema));
};

const schemaOf = async (all: Sql['all']): Promise<number> => Number((await readMeta(all, 'schema')) ?? 0);
