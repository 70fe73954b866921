import { signCheckpoint } from './checkpoint';
import type { Database } from './database';
import { LedgerError } from './errors';
import type { Signer } from './note';
import type { StoredRecord } from './record';
import { columns } from './table';
import { readFrontier } from './tree';
import type { Segment } from './types';

/** Records for keeping elsewhere: all of them from one to another, under a checkpoint that ends with the last. */
export const exportSegment = async (
	{ database, signer }: { database: Database; signer: Signer },
	{ from, to }: { from: number; to: number },
	withContent: boolean,
): Promise<Segment> => {
	if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from < to)) {
		throw new LedgerError('bad_record', `Records ${from} to ${to} are no part of a ledger.`);
	}
	const { note } = await signCheckpoint(database, signer, to);
	const rows = await database.read<StoredRecord>(`SELECT ${columns} FROM records WHERE seq >= ? AND seq < ? ORDER BY seq`, from, to);
	const frontier = await readFrontier({ all: database.read }, from);
	return {
		format: 'jml-segment/1',
		from,
		to,
		vkey: signer.vkey,
		checkpoint: note,
		frontier: frontier.map((hash) => hash.toString('base64')),
		records: rows.map(({ entry, body, salt }) => (withContent ? { entry, body, salt } : { entry, body: null, salt: null })),
	};
};
