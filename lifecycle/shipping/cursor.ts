import type { Ledger, LedgerRecord } from '../../ledger/types';
import { keep } from '../keep';
import { Problem } from '../problem';
import { subjectOf, type Batch } from './sink';

export interface HandedOut extends Batch {
	attempts: number;
	/** When it was handed out last. */
	at: string;
}

export interface Standing {
	/** The first record the sink has not confirmed. */
	next: number;
	/** Handed out and not confirmed. Never more than one: only one batch can be in doubt after a crash. */
	unconfirmed: HandedOut | null;
}

/** Where shipping to a sink stands is what the ledger says of it, and nothing else. */
export const standingOf = async (ledger: Ledger, sink: string): Promise<Standing> => {
	const subject = subjectOf(sink);
	const [settled] = await ledger.records({ subject, kinds: ['shipping.settled'], newestFirst: true, limit: 1 });
	const next = settled === undefined ? 0 : batchIn(settled).to;
	// Who was slow may still have written an intent for a batch that was settled meanwhile.
	const intents = (await ledger.records({ subject, kinds: ['shipping.intended'], afterSeq: settled?.seq ?? -1 })).filter((record) => batchIn(record).from === next);
	const last = intents.at(-1);
	return { next, unconfirmed: last === undefined ? null : { ...batchIn(last), attempts: intents.length, at: last.at } };
};

/**
 * True for the first of all who want to hand this batch out for this time, in whatever process: one key of the ledger
 * is written a single time. That is what keeps two executions from shipping the same, with no lease that could be lost.
 */
export const intend = async (ledger: Ledger, batch: Batch, attempt: number): Promise<boolean> => {
	const once = `shipping/${batch.sink}/${batch.from}/${attempt}`;
	const { appended } = await keep(ledger, { kind: 'shipping.intended', subject: subjectOf(batch.sink), once, content: { ...batch } });
	return appended;
};

const settledKey = ({ sink, batch }: Pick<Batch, 'sink' | 'batch'>): string => `shipping/${sink}/settled/${batch}`;

export const settlementOf = async (ledger: Ledger, batch: Pick<Batch, 'sink' | 'batch'>): Promise<LedgerRecord | undefined> =>
	(await ledger.records({ once: settledKey(batch) }))[0];

export const settle = async (ledger: Ledger, batch: Batch, receipt: Receipt): Promise<LedgerRecord> => {
	const { record } = await keep(ledger, { kind: 'shipping.settled', subject: subjectOf(batch.sink), once: settledKey(batch), content: { ...batch, receipt } });
	return record;
};

/** What the sink said it did. */
export type Receipt = { [name: string]: string | number | boolean | null };

const batchIn = ({ content, seq }: LedgerRecord): Batch => {
	const { sink, batch, from, to } = content ?? {};
	if (typeof sink !== 'string' || typeof batch !== 'string' || typeof from !== 'number' || typeof to !== 'number') {
		throw new Problem('bad_answer', `Record ${seq} of the ledger should say how far it was shipped, and does not, so nothing was shipped. Ship under a new sink name; it begins again with the first record.`);
	}
	return { sink, batch, from, to };
};
