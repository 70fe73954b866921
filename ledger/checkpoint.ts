import type { Database, Sql } from './database';
import { LedgerError } from './errors';
import { checkpointText, type Signer } from './note';
import { assertSealed } from './seal';
import { damaged, headOf, sizeOf } from './tree';
import type { LedgerHead } from './types';

export interface Checkpoint extends LedgerHead {
	note: string;
}

/** Signs the ledger as it stands, or as it stood when it had that many records. The same size is signed once. */
export const signCheckpoint = (database: Database, signer: Signer, size?: number): Promise<Checkpoint> =>
	database.write(async (sql) => {
		const now = await sizeOf(sql);
		const whole = await headOf(sql, now);
		await assertSealed(sql, signer, now, Buffer.from(whole.root, 'base64'));
		const last = await lastCheckpoint(sql);
		if (last !== undefined) await assertStillTrue(sql, now, last);
		if (size !== undefined && size > now) throw new LedgerError('bad_checkpoint', `The ledger has ${now} records and cannot sign for ${size}.`);

		const head = size === undefined ? whole : await headOf(sql, size);
		const signed = await checkpointOf(sql, head.size);
		if (signed !== undefined) return signed;
		const note = signer.sign(checkpointText(signer.name, head.size, head.root));
		await sql.run('INSERT INTO checkpoints (size, root, note) VALUES (?, ?, ?)', head.size, head.root, note);
		return { ...head, note };
	});

const checkpointOf = async (sql: Sql, size: number): Promise<Checkpoint | undefined> => {
	const [row] = await sql.all<Checkpoint>('SELECT size, root, note FROM checkpoints WHERE size = ?', size);
	return row;
};

const lastCheckpoint = async (sql: Sql): Promise<Checkpoint | undefined> => {
	const [row] = await sql.all<Checkpoint>('SELECT size, root, note FROM checkpoints ORDER BY size DESC LIMIT 1');
	return row;
};

/** The key must never sign two histories that contradict each other: that is what a checkpoint promises those who hold one. */
const assertStillTrue = async (sql: Sql, size: number, last: Checkpoint): Promise<void> => {
	if (last.size > size) throw damaged(`${last.size} records were signed for, and only ${size} are there`);
	const { root } = await headOf(sql, last.size);
	if (root !== last.root) throw damaged(`the first ${last.size} records are not those that were signed for`);
};

/** The size a checkpoint that somebody holds was signed for. Whether it is genuine is for the verifier to say. */
export const sizeInCheckpoint = (note: string): number => {
	const size = /^[^\n]+\n(0|[1-9]\d{0,15})\n/.exec(note)?.[1];
	if (size === undefined) {
		throw new LedgerError('bad_checkpoint', 'The checkpoint given is not one: it should have the ledger’s name on its first line and a number on its second.');
	}
	return Number(size);
};
