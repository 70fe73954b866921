import type { Clock } from '../clock';
import type { Ledger, LedgerRecord, Segment } from '../../ledger/types';
import { intend, settlementOf, standingOf } from './cursor';
import { bytesOf, packingFor, type Packing, type PackingTerms } from './packing';
import { batchOf, sha256, type Batch, type SinkType } from './sink';

export interface HandOutTerms extends PackingTerms {
	sink: string;
	/** False where no personal data may leave: then the entries go alone, which prove the same. */
	withContent: boolean;
	maxRecords: number;
	/** How long whoever took a batch is left alone with it. */
	leaveAloneMs: number;
}

/** A batch on its way to a sink. */
export interface Parcel extends Batch {
	/** Whose records these are. */
	ledger: { origin: string };
	type: SinkType;
	/** How many records; an event of the checkpoint comes on top, where there are events. */
	records: number;
	/** Above 1 the sink may have it already. */
	attempt: number;
	withContent: boolean;
	contentType: string;
	bytes: number;
	/** hex, of the body. */
	sha256: string;
}

/** What Splunk and Sentinel take at once, 1 MB, with room for the checkpoint and what is around the records. */
export const largestBody = 900_000;
const roomForCheckpoint = 8_000;

/**
 * The next batch for a sink, or none: nothing has happened, or somebody is at it. The borders are in the ledger before
 * anybody sees the batch, and a batch that was never confirmed comes again with the same ones.
 */
export const handOut = async (ledger: Ledger, clock: Clock, terms: HandOutTerms): Promise<{ parcel: Parcel; body: string } | undefined> => {
	const { next, unconfirmed } = await standingOf(ledger, terms.sink);
	const packing = packingFor(ledger.origin, terms);
	if (unconfirmed === null) {
		const batch = await plan(ledger, packing, terms, next);
		return batch && (await take(ledger, packing, terms, batch, 1));
	}
	if (clock.now().getTime() - Date.parse(unconfirmed.at) < terms.leaveAloneMs) return undefined;
	const { sink, batch, from, to, attempts } = unconfirmed;
	return await take(ledger, packing, terms, { sink, batch, from, to }, attempts + 1);
};

const plan = async (ledger: Ledger, packing: Packing, { sink, maxRecords, withContent }: HandOutTerms, from: number): Promise<Batch | undefined> => {
	if ((await firstNews(ledger, from)) === undefined) return undefined;
	const { size } = await ledger.head();
	const widest = await ledger.exportSegment({ from, to: Math.min(size, from + maxRecords) }, withContent);
	return batchOf(ledger.origin, sink, from, from + fitting(packing.weigh(widest)));
};

const page = 500;

/** What shipping writes of itself is shipped with the next real news, or shipping would never come to an end. */
export const firstNews = async (ledger: Ledger, from: number): Promise<LedgerRecord | undefined> => {
	for (let afterSeq = from - 1; ; ) {
		const records = await ledger.records({ afterSeq, limit: page });
		const news = records.find(({ kind }) => !kind.startsWith('shipping.'));
		if (news !== undefined || records.length < page) return news;
		afterSeq = records.at(-1)!.seq;
	}
};

/** At least one: a record that is too big alone must not hold up all that follow. */
const fitting = (weights: readonly number[]): number => {
	let left = largestBody - roomForCheckpoint;
	const tooMuch = weights.findIndex((weight) => (left -= weight) < 0);
	return tooMuch === -1 ? weights.length : Math.max(1, tooMuch);
};

const take = async (ledger: Ledger, packing: Packing, terms: HandOutTerms, batch: Batch, attempt: number): Promise<{ parcel: Parcel; body: string } | undefined> => {
	const segment = await ledger.exportSegment(batch, terms.withContent);
	if (!(await intend(ledger, batch, attempt))) return undefined;
	// Whoever had it before may have come through while we looked.
	if (attempt > 1 && (await settlementOf(ledger, batch)) !== undefined) return undefined;
	return parcelOf(ledger.origin, packing, terms, batch, attempt, segment);
};

const parcelOf = (origin: string, { contentType, body }: Packing, { type, withContent }: HandOutTerms, batch: Batch, attempt: number, segment: Segment) => {
	const text = body(segment);
	const parcel: Parcel = { ...batch, ledger: { origin }, type, records: batch.to - batch.from, attempt, withContent, contentType, bytes: bytesOf(text), sha256: sha256(text) };
	return { parcel, body: text };
};

/** Where a segment is kept: sorted by place in the ledger, and told apart by what is in it, so that other bytes never overwrite it. */
export const keyOf = (ledger: string, prefix: string, { from, to, sha256: hash }: Pick<Parcel, 'from' | 'to' | 'sha256'>): string => {
	const padded = (seq: number) => String(seq).padStart(12, '0');
	return `${prefix}${ledger.replaceAll(/[^A-Za-z0-9._/-]/g, '-')}/${padded(from)}-${padded(to)}-${hash.slice(0, 16)}.json`;
};
