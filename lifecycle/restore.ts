import type { JsonObject } from '../ledger/types';
import { claimed, refusal, withAccount } from './onAccount';
import type { StepResult } from './outcome';
import { bindUndo, runStep } from './runStep';
import type { System } from './system';
import type { PersonRef, Work } from './work';

/** Gives back what the case took, judged against the snapshot made before its first change, last step first. */
export const restoreAccess = (system: System, person: PersonRef, work: Work): Promise<StepResult[]> =>
	withAccount(system, person, 'restore', work, {}, (account) =>
		claimed(system, account, 'restore', work, async (claim, journal) => {
			const snapshot = journal.snapshot();
			if (snapshot === undefined) {
				return refusal(system, account, 'restore', work, { why: `the case ${work.caseId} holds no snapshot of ${account.label} in ${system.label}, so nothing is known to go back to. Restore with the case that cut the access` });
			}
			const results: StepResult[][] = [];
			for (const step of [...system.steps].reverse()) {
				const before = snapshot[step.id];
				if (before === undefined) continue;
				const change = (calls: JsonObject[]) => bindUndo(system, account, step, before, calls);
				results.push(await runStep(system, account, { stepId: step.id, change }, work, claim, journal));
			}
			return results.flat();
		}),
	);
