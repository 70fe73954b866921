import type { Ledger, LedgerRecord } from '../../ledger/types';
import { isLiveOpening, openingKinds, personSubject } from '../caseRecords';
import type { EventKind, HrEvent } from '../event';
import type { Person } from '../person';

/** A case as its first record has it. */
export interface KnownCase {
	id: string;
	seq: number;
	openedAt: string;
	person: Person;
	event: HrEvent;
	/** Whether any run of it was more than a dry run. */
	live: boolean;
}

/** Undefined where there is no such case, or where nobody knows any more what it was about. */
export const knownCase = async (ledger: Ledger, caseId: string): Promise<KnownCase | undefined> => {
	const records = await ledger.records({ caseId, kinds: openingKinds });
	const first = records.find(({ kind, content }) => kind === 'case.opened' && content !== null);
	if (first === undefined) return undefined;
	const { person, event } = first.content as unknown as Pick<KnownCase, 'person' | 'event'>;
	return { id: caseId, seq: first.seq, openedAt: first.at, person, event, live: records.some(isLiveOpening) };
};

/** Other cases that have worked on an account which this one has worked on as well. */
const sharingAccounts = async (ledger: Ledger, caseId: string): Promise<string[]> => {
	const snapshots = await ledger.records({ caseId, kinds: ['access.snapshot'] });
	const found = await Promise.all(snapshots.flatMap(({ subject }) => (subject === undefined ? [] : ledger.records({ subject, kinds: ['access.snapshot'] }))));
	return found.flat().map((record) => record.caseId!);
};

/** All other cases of the same person that were more than dry runs: by HR's own id, and by the accounts, since a form knows HR's id and not HR. */
export const casesBeside = async (ledger: Ledger, { id, person, event }: KnownCase): Promise<KnownCase[]> => {
	const ofHr = (await ledger.records({ subject: personSubject(person, event), kinds: ['case.opened'] })).map(({ caseId }) => caseId!);
	const others = [...new Set([...ofHr, ...(await sharingAccounts(ledger, id))])].filter((other) => other !== id);
	const known = await Promise.all(others.map((other) => knownCase(ledger, other)));
	return known.filter((other): other is KnownCase => other !== undefined && other.live && other.person.id === person.id);
};

/** After these somebody has what belongs to them now, and not what they had when they left. */
export const comesAnew = (kind: EventKind): boolean => kind === 'hire' || kind === 'start' || kind === 'rehire';

const enough = 50;

/** The newest case of somebody that is meant. */
export const newestOf = async (ledger: Ledger, { person, event }: Pick<KnownCase, 'person' | 'event'>, isMeant: (one: Pick<KnownCase, 'id' | 'event'>) => boolean | Promise<boolean>): Promise<Pick<KnownCase, 'id' | 'event'> | undefined> => {
	const opened = await ledger.records({ subject: personSubject(person, event), kinds: ['case.opened'], newestFirst: true, limit: enough });
	for (const { caseId, content } of opened) {
		const one = content === null ? null : { id: caseId!, event: content['event'] as unknown as HrEvent };
		if (one !== null && (await isMeant(one))) return one;
	}
	return undefined;
};

/** The record that what a case took was given back, and not taken once more since. The case that asks, under the id `by`, does not count. */
export const givenBack = async (ledger: Ledger, caseId: string, by?: string): Promise<LedgerRecord | undefined> => {
	const records = await ledger.records({ caseId, kinds: [...openingKinds, 'event.givenBack'] });
	return records.slice(records.findLastIndex(isLiveOpening) + 1).find(({ kind, content }) => kind === 'event.givenBack' && (by === undefined || content?.['by'] !== by));
};

/** The record that what a case took since `afterSeq` was given back, by another case or by this one, and not taken once more since. */
export const gaveBackSince = async (ledger: Ledger, caseId: string, within: { afterSeq: number; beforeSeq?: number }): Promise<LedgerRecord | undefined> => {
	const records = await ledger.records({ caseId, kinds: [...openingKinds, 'case.closed', 'event.givenBack'], ...within });
	const gaveBack = ({ kind, content }: LedgerRecord): boolean => kind === 'event.givenBack' || (kind === 'case.closed' && content?.['gaveBack'] === true);
	return records.slice(records.findLastIndex(isLiveOpening) + 1).find(gaveBack);
};

/** The run in which a case took once more what the case `by` had given back. */
export const takenOnceMore = async (ledger: Ledger, caseId: string, by: string): Promise<LedgerRecord | undefined> => {
	const records = await ledger.records({ caseId, kinds: [...openingKinds, 'event.givenBack'] });
	const back = records.findIndex(({ kind, content }) => kind === 'event.givenBack' && content?.['by'] === by);
	return back === -1 ? undefined : records.slice(back).find(isLiveOpening);
};
