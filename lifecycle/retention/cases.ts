import type { JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import type { CheckedRecord } from '../../ledger/verify';
import { withoutDryRuns } from '../../ledger/verify/runs';
import { devicesInTheWay } from '../devices/open';
import { namesIn } from './names';

/** A case of which nothing was written since the limit, and which still has content. */
export interface OldCase {
	caseId: string;
	/** Whether somebody may still go on with it. */
	open: boolean;
	/** When the last of it was written. */
	lastAt: string;
	/** How many of its records have content. */
	records: number;
	names: string[];
}

/** What is said of how a case stands; anything else may still be added to one that is over. */
const beginnings = ['event.scheduled', 'event.received', 'case.opened', 'case.resumed', 'access.snapshot', 'step.intended', 'step.settled'];
const endings = ['case.closed', 'event.superseded', 'guard.ignored'];
const words = [...beginnings, ...endings];

const page = 500;

/** Oldest first, each once. Reads the ledger in pages, and no further than the limit. */
export async function* oldCases(ledger: Ledger, limit: string): AsyncGenerator<OldCase> {
	const seen = new Set<string>();
	for (let afterSeq = -1; ; ) {
		const records = await ledger.records({ kinds: words, afterSeq, limit: page });
		for (const { caseId, at, content } of records) {
			if (at >= limit) return;
			// Of what was erased before only the entries are left.
			if (caseId === undefined || content === null || seen.has(caseId)) continue;
			seen.add(caseId);
			const old = oldCase(caseId, await ledger.records({ caseId }), limit);
			// A wipe that waits for its day is known from nothing else.
			if (old !== null) yield { ...old, open: old.open || (await devicesInTheWay(ledger, caseId)) !== null };
		}
		if (records.length < page) return;
		afterSeq = records.at(-1)!.seq;
	}
}

const oldCase = (caseId: string, records: readonly LedgerRecord[], limit: string): OldCase | null => {
	const own = records.filter(({ kind }) => kind !== 'record.erased');
	const kept = own.map(({ content }) => content).filter((content) => content !== null);
	const lastAt = own.map(({ at }) => at).sort().at(-1)!;
	if (lastAt >= limit || kept.length === 0) return null;
	return { caseId, open: isOpen(own) || comesAgain(own, limit), lastAt, records: kept.length, names: kept.flatMap(namesIn) };
};

/** A copy of the workflow that somebody tried out says nothing of how the case stands, as long as there was anything else. */
const isOpen = (records: readonly LedgerRecord[]): boolean => {
	const last = withoutDryRuns(records.filter(({ kind }) => words.includes(kind)).map(asChecked)).at(-1);
	return last === undefined || !endings.includes(last.entry.kind);
};

/** What was to happen in it later than that has not happened. */
const comesAgain = (records: readonly LedgerRecord[], limit: string): boolean => {
	const calledOff = records.findLast(({ kind }) => kind === 'event.superseded' || kind === 'guard.ignored' || kind === 'event.givenBack')?.seq ?? -1;
	return records.some(({ kind, seq, content }) => seq > calledOff && appointmentsIn(kind, content).some((at) => at >= limit));
};

const appointmentsIn = (kind: string, content: JsonObject | null): string[] => {
	const kept = kind === 'event.again' ? [content] : kind === 'case.closed' && Array.isArray(content?.['again']) ? content['again'] : [];
	return kept.flatMap((one) => (typeof one === 'object' && one !== null && !Array.isArray(one) && typeof one['at'] === 'string' ? [one['at']] : []));
};

/** As the verifier has it, which decides the same of a bundle. */
const asChecked = ({ kind, seq, at, caseId, content }: LedgerRecord): CheckedRecord => ({
	entry: { text: '', seq, at, kind, caseId: caseId ?? null, caseSeq: null, commitment: '', prev: '' },
	body: content === null ? null : { content, subject: null, once: null },
});
