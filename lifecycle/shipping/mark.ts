import type { Ledger } from '../../ledger/types';
import type { Clock } from '../clock';
import { Problem } from '../problem';
import { settle, settlementOf, standingOf, type Receipt } from './cursor';
import type { Answer, Fault, Verdict } from './judge/answer';
import { judgeElastic } from './judge/elastic';
import { judgeS3, type Lock } from './judge/s3';
import { judgeSentinel } from './judge/sentinel';
import { judgeSplunk } from './judge/splunk';
import { checkpointId } from './outgoing';
import { sinkLabels, sinkNamed, sinkTypes, spanOf, type Batch, type SinkType } from './sink';

/** What Mark Shipped has to know of a parcel; from where to where it goes, the ledger knows itself. */
export interface Sent {
	sink: string;
	batch: string;
	type: SinkType;
	sha256: string;
}

export interface Marked extends Batch {
	receipt: Receipt;
	settledAt: string;
	/** False where somebody had marked it before. */
	now: boolean;
}

/** Nothing is marked but on the sink's own word, and nothing but what was handed out last. */
export const markShipped = async (ledger: Ledger, clock: Clock, sent: Sent, answer: Answer, lock: Lock): Promise<Marked> => {
	const before = await settlementOf(ledger, sent);
	if (before !== undefined) return markedIn(before.content as unknown as Settled, before.at, false);

	const { unconfirmed } = await standingOf(ledger, sent.sink);
	if (unconfirmed === null || unconfirmed.batch !== sent.batch) {
		throw new Problem('misconfigured', `Batch ${sent.batch} is not what was handed out last for "${sent.sink}", so it was not marked. ${unconfirmed === null ? 'Nothing is under way.' : `Under way is ${unconfirmed.batch}.`} Connect Mark Shipped to the List Unshipped it belongs to, and run the workflow from its start.`);
	}
	const { sink, batch, from, to } = unconfirmed;
	const verdict = judge(ledger.origin, unconfirmed, sent, answer, lock, clock);
	if (!('receipt' in verdict)) throw refused(unconfirmed, sent.type, verdict);
	const { at, content } = await settle(ledger, { sink, batch, from, to }, verdict.receipt);
	return markedIn(content as unknown as Settled, at, true);
};

type Settled = Batch & { receipt: Receipt };

const markedIn = ({ sink, batch, from, to, receipt }: Settled, settledAt: string, now: boolean): Marked => ({ sink, batch, from, to, receipt, settledAt, now });

const judge = (origin: string, batch: Batch, { type, sha256 }: Sent, answer: Answer, lock: Lock, clock: Clock): Verdict => {
	switch (type) {
		case 's3':
			return judgeS3({ sha256, lock, now: clock.now() }, answer);
		case 'splunk':
			return judgeSplunk(answer);
		case 'sentinel':
			return judgeSentinel(answer);
		case 'elastic':
			return judgeElastic(idsOf(origin, batch), answer);
	}
};

const idsOf = (origin: string, { from, to }: Batch): string[] => [...Array.from({ length: to - from }, (_, index) => `${origin}/${from + index}`), checkpointId(origin, to)];

const refused = (batch: Pick<Batch, 'sink' | 'from' | 'to'>, type: SinkType, { code, what, todo }: Fault): Problem =>
	new Problem(code, `${spanOf(batch)} did not reach ${sinkLabels[type]} for certain (sink "${batch.sink}"): ${what}. ${todo}. Nothing was marked as shipped; the same records are sent again by a later run.`);

/** What List Unshipped put out, as far as Mark Shipped needs it; an item may have been changed on its way. */
export const sentIn = (value: unknown): Sent => {
	const { sink, batch, type, sha256 } = (typeof value === 'object' && value !== null ? value : {}) as { [name: string]: unknown };
	const known = sinkTypes.find((one) => one === type);
	if (typeof sink !== 'string' || typeof batch !== 'string' || typeof sha256 !== 'string' || known === undefined) {
		throw new Problem('misconfigured', 'Batch of Mark Shipped does not give what List Unshipped put out, so nothing was marked. Leave the expression as it is, or put the name of your List Unshipped node into it.');
	}
	return { sink: sinkNamed(sink), batch, type: known, sha256 };
};
