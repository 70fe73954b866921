import type { Ledger, LedgerRecord } from '../../ledger/types';
import type { HrEvent } from '../event';

/** Instants; the end is not part of it. */
export interface Period {
	from: string;
	to: string;
}

const page = 500;

/**
 * The trigger puts an event out when it takes effect, so a case is opened at that moment or later, and no case of the
 * period was opened before the period began. Only clocks that differ, and somebody who feeds Open Case by hand with what
 * lies ahead, make it earlier. Nobody does that further ahead than a notice period.
 */
const openedAheadMs = 100 * 24 * 60 * 60_000;

/**
 * The cases that an export of the period has to have, in the order they were opened: those that took effect in it, those
 * that took effect before and were opened only in it (they are in no earlier export that was made in time), and those
 * opened in it of which nobody knows any more when they took effect. Reads back from the end, and no further than that.
 */
export const casesIn = async (ledger: Ledger, period: Period): Promise<string[]> => {
	const earliest = Date.parse(period.from) - openedAheadMs;
	const found: string[] = [];
	for (let beforeSeq: number | undefined; ; ) {
		const records = await ledger.records({ kinds: ['case.opened'], newestFirst: true, limit: page, ...(beforeSeq === undefined ? {} : { beforeSeq }) });
		for (const record of records) if (belongs(record, period)) found.push(record.caseId!);
		const last = records.at(-1);
		if (last === undefined || records.length < page || Date.parse(last.at) < earliest) return found.reverse();
		beforeSeq = last.seq;
	}
};

const belongs = ({ at, caseId, content }: LedgerRecord, { from, to }: Period): boolean => {
	if (caseId === undefined) return false;
	const [start, end] = [Date.parse(from), Date.parse(to)];
	const isIn = (instant: number): boolean => instant >= start && instant < end;
	const effective = Date.parse(String((content?.['event'] as HrEvent | undefined)?.effectiveAt));
	if (isIn(effective)) return true;
	return isIn(Date.parse(at)) && !(effective >= end);
};
