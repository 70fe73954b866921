import type { Ledger, LedgerRecord } from '../../ledger/types';
import { standingOf, type Exception } from '../exceptions/exception';
import { exceptionsIn } from '../exceptions/register';
import { namesIn } from './names';

/**
 * Records that belong to no case and name people. What else belongs to none names nobody: refused and repeated webhooks,
 * shipping, and what the ledger says of itself.
 */
const naming = ['webhook.received', 'event.unread', 'event.read', 'event.unreadable', 'event.quarantined', 'decision.shown', 'person.known', 'source.suspect', 'account.flagged', 'account.cleared', 'source.asleep', 'case.warned', 'workflow.failed'];
const ofExceptions = ['exception.registered', 'exception.ended'];

export interface OldRecord {
	seq: number;
	at: string;
	names: string[];
}

const page = 500;

/** Oldest first, a page at a time; the last may be shorter. An exception is as old as its end, however long ago it was registered. */
export async function* oldRecords(ledger: Ledger, limit: string, now: Date): AsyncGenerator<OldRecord[]> {
	const exceptions = new Map((await exceptionsIn(ledger)).map((exception) => [exception.id, exception]));
	const isPast = ({ kind, content }: LedgerRecord): boolean => !ofExceptions.includes(kind) || endedBefore(exceptions.get(String(content?.['id'])), limit, now);
	for (let afterSeq = -1; ; ) {
		const records = await ledger.records({ kinds: [...naming, ...ofExceptions], afterSeq, limit: page });
		const before = records.filter(({ at }) => at < limit);
		yield before.flatMap((record) => (record.content !== null && isPast(record) ? [{ seq: record.seq, at: record.at, names: namesIn(record.content) }] : []));
		if (before.length < page) return;
		afterSeq = before.at(-1)!.seq;
	}
}

/** Of one that is not in the register any more only its end is left. */
const endedBefore = (exception: Exception | undefined, limit: string, now: Date): boolean => {
	if (exception === undefined) return true;
	const standing = standingOf(exception, now);
	if (standing === 'in force') return false;
	const end = standing === 'ended' ? exception.ended!.at : exception.expiresAt!;
	return Date.parse(end) < Date.parse(limit);
};
