import type { JsonObject, Ledger } from '../../ledger/types';
import { caseIn, openingKinds } from '../caseRecords';
import { givesBack } from '../event';
import { knownCase } from './knownCase';

/** What Restore Access of a case gives back. */
export interface Taken {
	/** The newest first. */
	cases: readonly string[];
	/** The cases were looked up when this one was opened, and not entered by somebody. */
	lookedUp: boolean;
	/** Whoever was away for long comes back to what became of the rest meanwhile. */
	onlyWhatWasTaken: boolean;
}

/** A case that was opened to give something back names the cases that took it; any other is the one that took it. */
export const takenBy = async (ledger: Ledger, caseId: string): Promise<Taken> => {
	const last = (await ledger.records({ caseId, kinds: openingKinds })).findLast(({ content }) => content !== null)?.content ?? {};
	const lookedUp = givesBack(caseIn(last));
	const cases = lookedUp ? ((await openedToGiveBack(ledger, caseId)) ?? []) : [caseId];
	const known = await Promise.all(cases.map((id) => knownCase(ledger, id)));
	return { cases, lookedUp, onlyWhatWasTaken: known.some((one) => one?.event.kind === 'leave') };
};

/** What a case was opened to give back; undefined where it was not opened yet. */
export const openedToGiveBack = async (ledger: Ledger, caseId: string): Promise<string[] | undefined> =>
	(await ledger.records({ caseId, kinds: openingKinds })).findLast(({ content }) => content !== null)?.content?.['givesBack'] as string[] | undefined;

/** Whether any of the cases found the person in a system at all. */
export const haveSeen = async (ledger: Ledger, { cases }: Taken, system: string): Promise<boolean> => {
	const snapshots = await Promise.all(cases.map((caseId) => ledger.records({ caseId, kinds: ['access.snapshot'] })));
	return snapshots.flat().some(({ content }) => content?.['system'] === system);
};

/** What an account was like before any of the cases changed it, by step; undefined where none of them has seen it. */
export const statesBefore = async (ledger: Ledger, { cases, onlyWhatWasTaken }: Taken, subject: string): Promise<JsonObject | undefined> => {
	let found: JsonObject | undefined;
	// The oldest comes last, and has the last word.
	for (const caseId of cases) {
		const history = await ledger.records({ caseId, kinds: ['access.snapshot', 'step.intended'], subject });
		const snapshot = history.find(({ kind }) => kind === 'access.snapshot')?.content?.['states'] as JsonObject | undefined;
		if (snapshot === undefined) continue;
		const changed: JsonObject = {};
		for (const { content } of history) {
			const step = String(content?.['step']);
			if (content?.['operation'] === 'cut' && !(step in changed)) changed[step] = snapshot[step] ?? content['before']!;
		}
		found = { ...found, ...(onlyWhatWasTaken ? {} : snapshot), ...changed };
	}
	return found;
};
