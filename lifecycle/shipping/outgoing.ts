import type { BareRecord, JsonObject, LedgerRecord, Segment } from '../../ledger/types';
import { sha256 } from './sink';

/** Something that leaves as an event of its own: a record, or the checkpoint over all records so far. */
export interface Outgoing {
	/** The same for the same thing, however often it is sent. */
	id: string;
	ledger: string;
	/** What the hash is over: the record's entry, or the checkpoint. */
	text: string;
	hash: string;
	record: Omit<LedgerRecord, 'seq'> & { seq: number | null };
}

export const checkpointKind = 'checkpoint.signed';

const recordOf = (ledger: string, { entry, body }: BareRecord): Outgoing => {
	const { seq, at, kind, case: caseId } = JSON.parse(entry) as { seq: number; at: string; kind: string; case?: string };
	const { content, subject } = body === null ? { content: null } : (JSON.parse(body) as { content: JsonObject; subject?: string });
	return {
		id: `${ledger}/${seq}`,
		ledger,
		text: entry,
		hash: sha256(entry),
		record: { seq, at, kind, content, ...(caseId === undefined ? {} : { caseId }), ...(subject === undefined ? {} : { subject }) },
	};
};

export const checkpointId = (ledger: string, size: number): string => `${ledger}/checkpoint/${size}`;

/** All that a segment holds, in order; the checkpoint goes last, so that whoever has it has what it stands for. */
export const outgoingIn = (ledger: string, { records, checkpoint, to, vkey }: Segment): Outgoing[] => {
	const shipped = records.map((record) => recordOf(ledger, record));
	const { at } = shipped.at(-1)!.record;
	const record = { seq: null, at, kind: checkpointKind, subject: ledger, content: { size: to, vkey, checkpoint } };
	return [...shipped, { id: checkpointId(ledger, to), ledger, text: checkpoint, hash: sha256(checkpoint), record }];
};
