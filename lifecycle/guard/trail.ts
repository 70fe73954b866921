import type { JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { caseIdOf } from '../case';
import type { Announcement } from '../inbox';
import { keep } from '../keep';
import { placeOf, trailSubject } from '../pending';

/** What came of one event in one workflow so far. */
export interface Trail {
	/** How often it was judged: each judgement can be made once, by whichever worker is first. */
	turn: number;
	/** How often it passed. */
	passes: number;
	/** How often HR took it back. */
	takenBack: number;
	/** The record in which HR last said so. */
	saidIn: number;
	/** When it last passed since HR said so; null where it did not. */
	passedAt: string | null;
	/** Not passed since HR said so, or taken up again since. */
	mayPass: boolean;
	/** Why it was last taken up again; null where that was an interruption. */
	again: string | null;
	/** Held, and neither passed nor over since. */
	held: boolean;
	/** Why it is over, or null. */
	over: string | null;
}

const judgements = ['guard.passed', 'guard.held', 'guard.ignored'];
const kinds = ['event.scheduled', 'event.received', 'event.superseded', 'event.resumed', ...judgements];

/** The records since HR last said so. What a slower worker wrote after HR had taken it back belongs to the time before. */
const currentOf = (records: readonly LedgerRecord[]): readonly LedgerRecord[] => {
	const since = records.slice(records.findLastIndex(({ kind }) => kind === 'event.superseded') + 1);
	return since.slice(Math.max(0, since.findIndex(({ kind }) => kind === 'event.scheduled' || kind === 'event.received')));
};

export const trailOf = async (ledger: Ledger, place: string): Promise<Trail> => {
	const records = await ledger.records({ subject: trailSubject(place), kinds });
	const counted = (kind: string) => records.filter((record) => record.kind === kind).length;
	const current = currentOf(records);
	const passes = counted('guard.passed');
	const passed = current.findLast(({ kind }) => kind === 'guard.passed');
	const over = current.findLast(({ kind }) => kind === 'guard.ignored');
	return {
		turn: records.filter(({ kind }) => judgements.includes(kind)).length,
		passes,
		takenBack: counted('event.superseded'),
		saidIn: current[0]?.seq ?? -1,
		passedAt: passed?.at ?? null,
		mayPass: passed === undefined || current.some(({ kind, content }) => kind === 'event.resumed' && content?.['after'] === passes),
		again: (current.findLast(({ kind }) => kind === 'event.resumed')?.content?.['why'] as string | undefined) ?? null,
		held: current.findLast(({ kind }) => judgements.includes(kind))?.kind === 'guard.held',
		over: over === undefined ? null : String(over.content?.['why'] ?? 'it was decided before'),
	};
};

export interface At {
	ledger: Ledger;
	workflow: string;
	now: Date;
}

/** Held or passed or ignored: the first judgement of a turn counts, and whoever comes second is told that there is one. */
export const judged = async ({ ledger, workflow }: At, kind: 'guard.passed' | 'guard.held' | 'guard.ignored', { person, event }: Announcement, { turn }: Trail, content: JsonObject): Promise<LedgerRecord | null> => {
	const place = placeOf({ workflow }, event);
	const { record, appended } = await keep(ledger, { kind, caseId: caseIdOf(event, person), subject: trailSubject(place), once: `guard/${place}/${turn}`, content: { workflow, key: event.key, ...content } });
	return appended ? record : null;
};

/** HR may take it back while it is being judged. Whichever is in the ledger first counts. */
export const isTakenBack = async ({ ledger, workflow }: At, { event }: Announcement, trail: Trail, judgement: LedgerRecord): Promise<boolean> => {
	const subject = trailSubject(placeOf({ workflow }, event));
	return (await ledger.records({ subject, kinds: ['event.superseded'], beforeSeq: judgement.seq })).length > trail.takenBack;
};
