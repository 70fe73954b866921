import type { JsonObject, Ledger } from '../ledger/types';
import { haveSeen, statesBefore, takenBy, type Taken } from './givingBack/taken';
import { recordResult, resultOf } from './journal';
import { claimed, refusal, withAccount } from './onAccount';
import type { StepResult } from './outcome';
import { bindUndo, runStep } from './runStep';
import type { AccountRef, System } from './system';
import { ending, type PersonRef, type Work } from './work';

/** Gives back what a case took, judged against the snapshot made before its first change, last step first. */
export const restoreAccess = async (system: System, person: PersonRef, work: Work): Promise<StepResult[]> => {
	const taken = await takenBy(work.ledger, work.caseId);
	const search = { knownFrom: taken.cases, missingIsFine: await tookNothing(work.ledger, taken, system) };
	return withAccount(system, person, 'restore', work, search, (account) =>
		claimed(system, account, 'restore', work, async (claim, journal) => {
			const before = await statesBefore(work.ledger, taken, `${system.id}/${account.id}`);
			if (before === undefined) return (await tookNothing(work.ledger, taken, system)) ? nothingHere(system, account, taken, work) : refusal(system, account, 'restore', work, { why: whyUnknown(system, account, taken) });
			const results: StepResult[][] = [];
			for (const step of [...system.steps].reverse()) {
				const state = before[step.id];
				if (state === undefined) continue;
				const change = (calls: JsonObject[]) => bindUndo(system, account, step, state, calls);
				results.push(await runStep(system, account, { stepId: step.id, change }, work, claim, journal));
			}
			return results.flat();
		}),
	);
};

/** Only where it is sure that these are the cases: of one that somebody entered, it may only be the wrong one. */
const tookNothing = async (ledger: Ledger, taken: Taken, { id }: System): Promise<boolean> => taken.lookedUp && taken.cases.length > 0 && !(await haveSeen(ledger, taken, id));

const nothingHere = async (system: System, account: AccountRef, { cases }: Taken, work: Work): Promise<StepResult[]> => {
	const result = resultOf(system.id, 'findAccount', account, { ...ending('already_done', `${cases.join(' and ')} took nothing from ${account.label} in ${system.label}, so nothing is missing here because of it`), verified: true });
	await recordResult(work.ledger, work, 'restore', result);
	return [result];
};

const whyUnknown = (system: System, account: AccountRef, { cases }: Taken): string =>
	cases.length === 0
		? 'no case is known that took access from them, so there is nothing to go back to'
		: `the case ${cases.join(' and ')} holds no snapshot of ${account.label} in ${system.label}, so nothing is known to go back to. Restore with the case that cut the access`;
