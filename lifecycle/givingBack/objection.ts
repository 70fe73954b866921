import type { Ledger } from '../../ledger/types';
import { isWorkedOn } from '../account';
import { caseIn, isLiveOpening } from '../caseRecords';
import { endsAccess, mayBeCut, type EventKind } from '../event';
import { shown } from '../exceptions/exception';
import type { Person } from '../person';
import { casesBeside, comesAnew, givenBack, knownCase, takenOnceMore, type KnownCase } from './knownCase';

/** For whom access is to be given back, under which case, and which others are given back with it. */
export interface Asking {
	person: Pick<Person, 'id'>;
	by: string;
	together?: readonly string[];
}

/** Why what a case took must not be given back, as words for a sentence; null where nothing speaks against it. */
export const objectionTo = async (ledger: Ledger, caseId: string, asking: Asking): Promise<string | null> => {
	const { person, by } = asking;
	const one = await knownCase(ledger, caseId);
	if (one === undefined) return `there is no case ${caseId || '(none given)'} in the ledger, or its content was erased`;
	if (one.person.id !== person.id) return `the case ${caseId} is about HR ID ${one.person.id}, and not about HR ID ${person.id}`;
	if (!mayBeCut(one.event.kind)) return `the case ${caseId} is a ${one.event.kind}, which takes nothing away`;
	if (!one.live) return `the case ${caseId} was a dry run, so it took nothing`;
	const before = await givenBack(ledger, caseId, by);
	if (before !== undefined) return `what the case ${caseId} took was given back already, at ${shown(before.at)}, with the case ${String(before.content?.['by'] ?? '(erased)')}`;
	const again = await takenOnceMore(ledger, caseId, by);
	if (again !== undefined) return `the case ${caseId} was run once more at ${shown(again.at)}, after this had given back what it took`;
	return whatCameSince(ledger, one, asking);
};

const whatCameSince = async (ledger: Ledger, one: KnownCase, { by, together = [] }: Asking): Promise<string | null> => {
	const since = (await casesBeside(ledger, one)).filter(({ seq, id }) => seq > one.seq && !together.includes(id)).sort((a, b) => b.seq - a.seq);
	for (const { id, event, openedAt } of since) {
		if (comesAnew(event.kind)) return `they came back since, at ${shown(openedAt)} with the case ${id}, and have what belongs to them now`;
		if (endsAccess(event) && (await givenBack(ledger, id, by)) === undefined) return `they have left since, at ${shown(openedAt)} with the case ${id}. If that is the mistake, that is the case to take back`;
	}
	return null;
};

const sameLeavingMs = 31 * 24 * 60 * 60_000;

/**
 * The case and those it followed on, the newest first: where an emergency was cut before HR said so, the case of HR found
 * everything gone, and only the one before it knows what there was.
 */
export const withEarlier = async (ledger: Ledger, caseId: string, by: string): Promise<string[]> => {
	const one = await knownCase(ledger, caseId);
	if (one === undefined || !endsAccess(one.event)) return [caseId];
	const before = (await casesBeside(ledger, one)).filter(({ seq, openedAt }) => seq < one.seq && Date.parse(one.openedAt) - Date.parse(openedAt) <= sameLeavingMs).sort((a, b) => b.seq - a.seq);
	const cases = [caseId];
	for (const { id, event } of before) {
		if (comesAnew(event.kind)) break;
		if (endsAccess(event) && (await givenBack(ledger, id, by)) === undefined) cases.push(id);
	}
	return cases;
};

/** As long as the trigger leaves a silent case alone before it takes it up again. */
const silenceMs = 5 * 60_000;

/** Why it has to wait until the cut has come to its end, as words for a sentence. */
export const stillBeingCut = async (ledger: Ledger, caseId: string, now: Date): Promise<string | null> => {
	if (await isWorkedOn(ledger, caseId)) return `the case ${caseId} is still being worked on`;
	const records = await ledger.records({ caseId });
	const opened = records.findLast(isLiveOpening);
	const newest = records.at(-1);
	if (opened === undefined || newest === undefined) return null;
	const closed = records.findLast(({ kind, content }) => kind === 'case.closed' && content?.['run'] === caseIn(opened.content).run);
	// The guard may have let it pass once more, and the next node opens it.
	if (closed !== undefined && !records.some(({ kind, seq, content }) => kind === 'guard.passed' && seq > closed.seq && mayBeCut(content?.['kind'] as EventKind))) return null;
	return now.getTime() - Date.parse(newest.at) >= silenceMs ? null : `the case ${caseId} was not closed yet, and something was recorded in it at ${shown(newest.at)}`;
};
