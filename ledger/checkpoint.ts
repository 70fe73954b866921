import type { Database, Sql } from './database';
import { LedgerError } from './errors';
import { checkpointText, type Signer } from './note';
import { assertSealed } from './seal';
import { damaged, headOf, sizeOf } from './tree';
import type { LedgerHead } from './types';

export interface Checkpoint extends LedgerHead {
	note: string;
}

export const signCheckpoint = (database: Database, signer: Signer): Promise<Checkpoint> =>
	database.write(async (sql) => {
		const size = await sizeOf(sql);
		const head = await headOf(sql, size);
		await assertSealed(sql, signer, size, Buffer.from(head.root, 'base64'));
		const last = await lastCheckpoint(sql);
		if (last !== undefined) await assertStillTrue(sql, size, last);
		if (last?.size === size) return last;

		const note = signer.sign(checkpointText(signer.name, size, head.root));
		await sql.run('INSERT INTO checkpoints (size, root, note) VALUES (?, ?, ?)', size, head.root, note);
		return { ...head, note };
	});

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
