import type { Ledger, LedgerRecord } from '../../ledger/types';
import { caseIn, isLiveOpening, openingKinds } from '../caseRecords';
import { mayBeCut, type EventKind, type HrEvent } from '../event';
import { shown } from '../exceptions/exception';
import { namely } from '../guard/words';
import { resultIn } from '../outcome';
import { givenBack, knownCase, type KnownCase } from './knownCase';

/** A case that took access from somebody, for whoever looks for the one to take back. */
export interface CutCase extends Pick<KnownCase, 'id' | 'person' | 'event' | 'openedAt'> {
	/** The last verdict of a run that was no dry run; null while there is none. */
	verdict: string | null;
	closedAt: string | null;
	/** Where something was taken, or was gone already. */
	systems: string[];
	givenBack: { at: string; by: string } | null;
}

const isGone = ({ outcome, operation, verified }: ReturnType<typeof resultIn>): boolean => operation === 'cut' && verified !== false && (outcome === 'done' || outcome === 'already_done');

/** Undefined where it took nothing from anybody: there is no such case, it was a dry run, or of another kind. */
export const cutCase = async (ledger: Ledger, caseId: string): Promise<CutCase | undefined> => {
	const known = await knownCase(ledger, caseId);
	if (known === undefined || !known.live || !mayBeCut(known.event.kind)) return undefined;
	const records = await ledger.records({ caseId, kinds: [...openingKinds, 'step.settled', 'case.closed'] });
	const live = new Set(records.filter(isLiveOpening).map(({ content }) => caseIn(content).run));
	const ofLive = records.filter(({ content }) => content !== null && live.has(String(content['run'])));
	const closed = ofLive.findLast(({ kind }) => kind === 'case.closed');
	const gone = ofLive.filter(({ kind }) => kind === 'step.settled').map(({ content }) => resultIn(content!)).filter(isGone);
	const back = await givenBack(ledger, caseId);
	const { id, person, event, openedAt } = known;
	return {
		id, person, event, openedAt,
		verdict: closed === undefined ? null : String(closed.content!['verdict']),
		closedAt: closed?.at ?? null,
		systems: [...new Set(gone.map(({ system }) => system))],
		givenBack: back === undefined ? null : { at: back.at, by: String(back.content?.['by'] ?? '') },
	};
};

const page = 200;

const kindIn = ({ content }: LedgerRecord): EventKind | undefined => (content?.['event'] as HrEvent | undefined)?.kind;

/** The newest first. What was given back is left out where nobody asks for it. */
export const recentCuts = async (ledger: Ledger, { limit, givenBackToo }: { limit: number; givenBackToo: boolean }): Promise<CutCase[]> => {
	const found: CutCase[] = [];
	for (let beforeSeq: number | undefined; ; ) {
		const records = await ledger.records({ kinds: ['case.opened'], newestFirst: true, limit: page, ...(beforeSeq === undefined ? {} : { beforeSeq }) });
		for (const record of records) {
			const kind = kindIn(record);
			const one = kind !== undefined && mayBeCut(kind) ? await cutCase(ledger, record.caseId!) : undefined;
			if (one !== undefined && (givenBackToo || one.givenBack === null)) found.push(one);
			if (found.length >= limit) return found;
		}
		if (records.length < page) return found;
		beforeSeq = records.at(-1)!.seq;
	}
};

/** To be chosen from a list: the id comes first. */
export const lineOf = ({ id, person, event, openedAt, systems, verdict, givenBack: back }: CutCase): string =>
	`${id}: ${namely({ person, event })}, ${shown(openedAt)}, ${systems.length === 0 ? 'nothing taken' : systems.join(', ')}, ${verdict ?? 'not closed'}${back === null ? '' : `, given back ${shown(back.at)}`}`;
