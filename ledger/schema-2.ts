import type { Sql } from './database';
import { combine, completedBy, joinHashes } from './merkle';
import { readMeta, writeMeta } from './meta';
import { checkpointText, type Signer } from './note';
import { sealOf } from './seal';
import { readFrontier, sizeOf } from './tree';

/**
 * The hashes of the tree move into the records that complete them: a record and its hashes come and go together, and an
 * append writes one row. Keys of which most records have none are indexed only where they are.
 */
export const hashesInRecords = async (sql: Sql, signer: Signer): Promise<void> => {
	await sql.run(`CREATE TABLE moved (
		seq INTEGER PRIMARY KEY,
		kind TEXT NOT NULL,
		case_id TEXT,
		case_seq INTEGER,
		subject TEXT,
		once_key TEXT,
		entry TEXT NOT NULL,
		body TEXT,
		salt TEXT,
		hashes TEXT NOT NULL
	)`);
	await moveRows(sql);
	await sql.run('DROP TABLE records');
	await sql.run('DROP TABLE nodes');
	await sql.run('ALTER TABLE moved RENAME TO records');
	await sql.run('CREATE UNIQUE INDEX records_by_case ON records (case_id, case_seq) WHERE case_id IS NOT NULL');
	await sql.run('CREATE UNIQUE INDEX records_by_once ON records (once_key) WHERE once_key IS NOT NULL');
	await sql.run('CREATE INDEX records_by_kind ON records (kind, seq)');
	await sql.run('CREATE INDEX records_by_subject ON records (subject, seq) WHERE subject IS NOT NULL');
	await sealAnew(sql, signer);
};

/** The seal was a signature. One that does not fit stays, and the next append stops at it. */
const sealAnew = async (sql: Sql, signer: Signer): Promise<void> => {
	const size = await sizeOf(sql);
	const root = combine(await readFrontier(sql, size));
	const fits = (await readMeta(sql.all, 'head')) === signer.sign(checkpointText(signer.name, size, root.toString('base64')));
	if (fits) await writeMeta(sql, 'head', sealOf(signer, size, root));
};

const page = 500;

/** What is not as it should be is moved as it is: to find that is for verification. */
const moveRows = async (sql: Sql): Promise<void> => {
	for (let after = -1; ; ) {
		const rows = await sql.all<{ seq: number }>('SELECT seq FROM records WHERE seq > ? ORDER BY seq LIMIT ?', after, page);
		if (rows.length === 0) return;
		for (const { seq } of rows) {
			const stored: (Buffer | undefined)[] = [];
			for (const { level, index } of completedBy(seq)) {
				const [node] = await sql.all<{ hash: string }>('SELECT hash FROM nodes WHERE level = ? AND position = ?', level, index);
				stored.push(node && Buffer.from(node.hash, 'base64'));
			}
			const known = stored.filter((hash) => hash !== undefined);
			await sql.run(
				`INSERT INTO moved SELECT seq, kind, case_id, case_seq, subject, once_key, entry, body, salt, ? FROM records WHERE seq = ?`,
				joinHashes(known), seq,
			);
		}
		after = rows.at(-1)!.seq;
	}
};
