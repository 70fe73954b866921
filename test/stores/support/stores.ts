import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { openLedger, openPostgresLedger, type Ledger, type PostgresPlace } from '../../../ledger';

type Value = string | number | null;

/** The database under a ledger, as somebody with write access and without the key has it. */
export interface Editor {
	all<Row>(sql: string, ...values: Value[]): Promise<Row[]>;
	/** Statements without values may be several. */
	run(sql: string, ...values: Value[]): Promise<void>;
}

export interface Store {
	open(now?: () => Date): Promise<Ledger>;
	/** JavaScript that opens the same ledger in a process of its own. */
	opening: string;
	edit<T>(work: (editor: Editor) => Promise<T>): Promise<T>;
	destroy(): Promise<void>;
}

export const origin = 'jml.acme.test/ledger';
const systemTime = () => new Date();

const sqlite = async (): Promise<Store> => {
	const parent = mkdtempSync(join(tmpdir(), 'ledger-'));
	const directory = join(parent, 'evidence');
	return {
		open: (now = systemTime) => openLedger({ directory, origin, now }),
		opening: `require('./ledger/index.ts').openLedger({ directory: ${JSON.stringify(directory)}, origin: '${origin}', now: () => new Date() })`,
		edit: async (work) => {
			const database = new DatabaseSync(join(directory, 'ledger.sqlite'));
			try {
				return await work({
					all: async <Row>(sql: string, ...values: Value[]) => database.prepare(sql).all(...values) as Row[],
					run: async (sql, ...values) => void (values.length === 0 ? database.exec(sql) : database.prepare(sql).run(...values)),
				});
			} finally {
				database.close();
			}
		},
		destroy: async () => rmSync(parent, { recursive: true }),
	};
};

interface Server {
	port: number;
	password: string;
}

export const servers = (): { shared: Server; mortal: Server & { programs: string; data: string; startArguments: string[]; owner: { uid?: number; gid?: number } } } => {
	const told = process.env['JML_POSTGRES'];
	if (told === undefined) throw new Error(process.env['JML_POSTGRES_MISSING'] ?? 'Run these tests with: npm run test:stores');
	return JSON.parse(told) as ReturnType<typeof servers>;
};

export const postgresOn = async ({ port, password }: Server): Promise<Store & { place: PostgresPlace; key: string }> => {
	const schema = `ledger_${randomBytes(6).toString('hex')}`;
	const place: PostgresPlace = { host: '127.0.0.1', port, database: 'postgres', user: 'postgres', password, schema, tls: 'off' };
	const key = randomBytes(32).toString('base64');
	const edit: Store['edit'] = async (work) => {
		const client = new Client({ host: place.host, port, database: place.database, user: place.user, password });
		await client.connect();
		try {
			await client.query(`SET search_path TO ${schema}`);
			const query = (sql: string, values: Value[]) => {
				let count = 0;
				return values.length === 0 ? client.query(sql) : client.query(sql.replace(/\?/g, () => `$${(count += 1)}`), values);
			};
			return await work({
				all: async <Row>(sql: string, ...values: Value[]) => (await query(sql, values)).rows as Row[],
				run: async (sql, ...values) => void (await query(sql, values)),
			});
		} finally {
			await client.end();
		}
	};
	return {
		place,
		key,
		open: (now = systemTime) => openPostgresLedger({ place, key, origin, now }),
		opening: `require('./ledger/index.ts').openPostgresLedger({ place: ${JSON.stringify(place)}, key: ${JSON.stringify(key)}, origin: '${origin}', now: () => new Date() })`,
		edit,
		destroy: () => edit((editor) => editor.run(`DROP SCHEMA ${schema} CASCADE`)),
	};
};

/** What one ledger promises, every store has to keep. */
export const stores: [name: string, make: () => Promise<Store>][] = [
	['SQLite', sqlite],
	['PostgreSQL', () => postgresOn(servers().shared)],
];
