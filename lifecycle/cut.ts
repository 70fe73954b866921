import type { Json, JsonObject } from '../ledger/types';
import { recordResult, resultOf } from './journal';
import { claimed, refusal, withAccount } from './onAccount';
import { runInOrder } from './order';
import type { StepResult } from './outcome';
import { bind, runStep } from './runStep';
import type { AccountRef, System } from './system';
import { ending, type PersonRef, type Work } from './work';

export interface CutOptions {
	/** Ids of the steps that are ticked. */
	steps: readonly string[];
	/** Why this person or account must not be touched, or null. */
	protection: (account: AccountRef) => string | null;
	/** Why everything the person left behind must be kept, or null. */
	legalHold: string | null;
	missingAccountIsFine: boolean;
}

export const cutAccess = (system: System, person: PersonRef, options: CutOptions, work: Work): Promise<StepResult[]> =>
	withAccount(system, person, 'cut', work, options.missingAccountIsFine, async (account) => {
		const guarded = options.protection(account);
		if (guarded !== null) return refusal(system, account, 'cut', work, guarded);
		return claimed(system, account, 'cut', work, async (claim, journal) => {
			const reads = startReading(system, account);
			const [states, untouchable] = await Promise.all([
				readForSnapshot(system, reads),
				system.untouchable(system.connect(() => {}), account),
			]);
			if (untouchable !== null) return refusal(system, account, 'cut', work, untouchable);
			if (!work.dryRun) await journal.keepSnapshot(states);

			const ticked = system.steps.filter((step) => options.steps.includes(step.id));
			const results = await runInOrder(ticked, async (step) => {
				if (step.erases && options.legalHold !== null) {
					const held = resultOf(system.id, step.id, account, ending('held', `Not done, because ${options.legalHold}. Access is cut by the other steps; run this one when the hold is lifted.`));
					await recordResult(work.ledger, work, 'cut', held);
					return [held];
				}
				const change = (calls: JsonObject[]) => bind(system, account, step, calls);
				return runStep(system, account, step.id, change, work, claim, journal, await reads.get(step.id));
			});
			return results.flat();
		});
	});

/** All at once, ticked or not: the snapshot shows what was there even where nobody asked to remove it. */
const startReading = (system: System, account: AccountRef): Map<string, Promise<Json | undefined>> => {
	const client = system.connect(() => {});
	// What cannot be read now the step reads again itself, and says then what is wrong.
	return new Map(system.steps.map((step) => [step.id, step.read(client, account).catch(() => undefined)]));
};

const readForSnapshot = async (system: System, reads: Map<string, Promise<Json | undefined>>): Promise<{ [stepId: string]: Json }> => {
	const states: { [stepId: string]: Json } = {};
	for (const { id, readsLong } of system.steps) {
		const state = readsLong ? undefined : await reads.get(id);
		if (state !== undefined) states[id] = state;
	}
	return states;
};
