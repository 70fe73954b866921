import type { JsonObject, Ledger } from '../../ledger/types';
import { concerns, isInForce, type Exception } from '../exceptions/exception';
import { exceptionsIn } from '../exceptions/register';
import { oldCases } from './cases';
import { oldRecords, type OldRecord } from './singles';

/** Seven years, the longest that is commonly asked for. */
export const usualRetentionDays = 2_555;
/** Auditors look at a year, and nobody should erase it under them. */
export const leastRetentionDays = 365;

export interface RetentionTerms {
	days: number;
	/** Says what would be erased, and erases nothing. */
	dryRun: boolean;
	/** Cases in one run, so that a first one over years does not keep n8n busy for long. */
	atMost: number;
}

/** What was erased, or would be. */
export interface Gone {
	records: number;
	/** When the last of the oldest and of the newest was written. */
	oldest: string | null;
	newest: string | null;
}

export interface Erased {
	/** What was written last before this is past its retention. */
	before: string;
	dryRun: boolean;
	cases: Gone & { count: number };
	/** Records that belong to no case. */
	single: Gone;
	/** Past their retention, and kept by legal holds. */
	held: { cases: { caseId: string; exceptions: string[] }[]; single: number };
	/** Past their retention, and never closed: somebody has to finish them first. */
	open: string[];
	/** Whether another run would find more. */
	more: boolean;
}

const dayMs = 24 * 60 * 60_000;
/** Pages of single records in one run. */
const pagesAtMost = 20;

export const eraseExpired = async (ledger: Ledger, { days, dryRun, atMost }: RetentionTerms, now: Date): Promise<Erased> => {
	const before = new Date(now.getTime() - days * dayMs).toISOString();
	const holds = (await exceptionsIn(ledger)).filter((exception) => exception.type === 'legalHold' && isInForce(exception, now));
	const holding = (names: readonly string[]): Exception[] => holds.filter((hold) => concerns(hold, names));
	const content: JsonObject = { why: `kept for ${days} days, which are over`, days, before };
	const erase: Ledger['erase'] = async (erasure) => (dryRun ? [] : await ledger.erase(erasure));

	const cases = { count: 0, ...nothing() };
	const held: Erased['held'] = { cases: [], single: 0 };
	const open: string[] = [];
	let more = false;
	for await (const old of oldCases(ledger, before)) {
		const by = holding(old.names);
		if (old.open) open.push(old.caseId);
		else if (by.length > 0) held.cases.push({ caseId: old.caseId, exceptions: by.map(({ id }) => id) });
		else if (cases.count >= atMost) {
			more = true;
			break;
		} else {
			await erase({ caseId: old.caseId, content });
			cases.count += 1;
			add(cases, old.records, old.lastAt);
		}
	}

	const single = nothing();
	let pages = 0;
	for await (const records of oldRecords(ledger, before, now)) {
		const free = records.filter(({ names }) => holding(names).length === 0);
		held.single += records.length - free.length;
		if (free.length === 0) continue;
		if (pages >= pagesAtMost) {
			more = true;
			break;
		}
		await erase({ seqs: free.map(({ seq }: OldRecord) => seq), content });
		pages += 1;
		for (const { at } of free) add(single, 1, at);
	}
	return { before, dryRun, cases, single, held, open, more };
};

const nothing = (): Gone => ({ records: 0, oldest: null, newest: null });

const add = (gone: Gone, records: number, at: string): void => {
	gone.records += records;
	if (gone.oldest === null || at < gone.oldest) gone.oldest = at;
	if (gone.newest === null || at > gone.newest) gone.newest = at;
};
