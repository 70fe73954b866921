import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Sql } from './database';
import { LedgerError } from './errors';
import { createOnce, makeDirectory, syncDirectory } from './files';
import { createKeyFile, loadKeyFile, parseKey } from './keys';
import { createLedger } from './ledger';
import { emptyRoot } from './merkle';
import { assertOrigin, createSigner, type Signer } from './note';
import { firstOfAll, openPostgres, type PostgresPlace } from './postgres';
import { readMeta, writeMeta } from './meta';
import { createMeta, migrate } from './schema';
import { sealOf } from './seal';
import { openSqlite } from './sqlite';
import type { Ledger } from './types';

export { LedgerError, type LedgerErrorCode } from './errors';
export type { PostgresPlace } from './postgres';
export { redact, scrub } from './secrets';
export * from './types';

export interface EmbeddedLedger {
	/** Holds ledger.sqlite and ledger.key; created with both if it is not there. */
	directory: string;
	/** The ledger's name, such as `evidence.example.com/jml`. Given at creation and kept from then on. */
	origin: string;
	now: () => Date;
}

interface Shared {
	database: Database;
	signer: Signer;
}

const shared = new Map<string, { opening: Promise<Shared>; users: number }>();

/** Ledgers of one directory share one database connection per process; the last one closed closes it. */
export const openLedger = async ({ directory, origin, now }: EmbeddedLedger): Promise<Ledger> => {
	makeDirectory(directory);
	const place = realpathSync(directory);
	const entry = shared.get(place) ?? { opening: openFiles(place, origin), users: 0 };
	shared.set(place, entry);
	entry.users += 1;
	const leave = async (): Promise<void> => {
		entry.users -= 1;
		if (entry.users > 0) return;
		if (shared.get(place) === entry) shared.delete(place);
		await entry.opening.then(({ database }) => database.close(), () => undefined);
	};
	try {
		return createLedger({ ...(await entry.opening), now, onClose: leave });
	} catch (error) {
		await leave();
		throw error;
	}
};

const openFiles = async (directory: string, origin: string): Promise<Shared> => {
	const files = { database: join(directory, 'ledger.sqlite'), key: join(directory, 'ledger.key'), begun: join(directory, 'ledger.begun') };
	// Asked first: it is written after the database, so that another process creating both cannot mislead us.
	const begun = existsSync(files.begun);
	if (!existsSync(files.database)) {
		if (begun) {
			throw new LedgerError('damaged', `The ledger ${files.database} was there before and is gone. Restore it from a backup. Only if its evidence may be lost for good, move the whole folder ${directory} away and start anew.`);
		}
		await createFiles(files, origin);
	}
	// Without it a deleted ledger would look like one that is about to be created.
	if (!begun) writeFileSync(files.begun, '', { mode: 0o600 });
	if (!existsSync(files.key)) {
		throw new LedgerError('key', `The ledger's signing key ${files.key} is gone. Restore it from a backup: a new key could not stand for what the old one signed.`);
	}
	// Whoever created the files may not have come this far yet, and what we append must not vanish with them.
	syncDirectory(directory);
	const key = loadKeyFile(files.key);
	const database = openSqlite(files.database);
	try {
		const signer = createSigner((await readMeta(database.read, 'origin')) ?? origin, key);
		if (signer.vkey !== (await readMeta(database.read, 'vkey'))) {
			throw new LedgerError('key', `${files.key} is not the key this ledger has been signed with. Restore the right one from a backup.`);
		}
		await database.write((sql) => migrate(sql, signer));
		return { database, signer };
	} catch (error) {
		await database.close();
		throw error;
	}
};

export interface PostgresLedger {
	place: PostgresPlace;
	/** The Ed25519 key it signs with, as PEM or base64. Not kept in the database: whoever can write there must not be able to sign. */
	key: string;
	origin: string;
	now: () => Date;
}

/** For several machines: each process has connections of its own. */
export const openPostgresLedger = async ({ place, key, origin, now }: PostgresLedger): Promise<Ledger> => {
	const signer = createSigner(origin, parseKey(key));
	const database = await openPostgres(place);
	try {
		await firstOfAll(database, place.schema, (sql) => begin(sql, signer));
		const vkey = await readMeta(database.read, 'vkey');
		if (vkey !== signer.vkey) {
			throw new LedgerError('key', `This ledger in PostgreSQL is signed with the key ${vkey}, and the credential has another key or another ledger name. Correct the credential; a new ledger needs a schema of its own.`);
		}
		return createLedger({ database, signer, now, onClose: () => database.close() });
	} catch (error) {
		await database.close();
		throw error;
	}
};

/** What a ledger has before its first record. */
const begin = async (sql: Sql, signer: Signer): Promise<void> => {
	await migrate(sql, signer);
	if ((await readMeta(sql.all, 'vkey')) !== undefined) return;
	await writeMeta(sql, 'origin', signer.name);
	await writeMeta(sql, 'vkey', signer.vkey);
	await writeMeta(sql, 'head', sealOf(signer, 0, emptyRoot));
};

/** Key first: a ledger that exists always has its key, so a missing key is a loss and never a beginning. */
const createFiles = async (files: { database: string; key: string }, origin: string): Promise<void> => {
	assertOrigin(origin);
	if (!existsSync(files.key)) await createKeyFile(files.key);
	const signer = createSigner(origin, loadKeyFile(files.key));
	await createOnce(files.database, async (draft) => {
		const database = openSqlite(draft);
		try {
			await database.write(async (sql) => {
				await createMeta(sql);
				await begin(sql, signer);
			});
		} finally {
			await database.close();
		}
	});
};
