import type { Json, JsonObject } from '../ledger/types';
import { holdAmong, inForceFor, protectionAmong } from './exceptions/hold';
import { claimed, refusal, withAccount } from './onAccount';
import { runInOrder } from './order';
import type { StepResult } from './outcome';
import { bind, runStep } from './runStep';
import type { AccountRef, System } from './system';
import type { PersonRef, Work } from './work';

export interface CutOptions {
	/** Ids of the steps that are ticked. */
	steps: readonly string[];
	missingAccountIsFine: boolean;
}

export const cutAccess = (system: System, person: PersonRef, options: CutOptions, work: Work): Promise<StepResult[]> =>
	withAccount(system, person, 'cut', work, options.missingAccountIsFine, async (account) => {
		const names = [person.id, person.workEmail ?? '', account.id, account.label];
		/** Asked anew each time: what is registered while the case runs counts for whatever has not begun. */
		const exceptions = () => inForceFor(work.ledger, names, work.clock.now());
		const protection = protectionAmong(await exceptions());
		if (protection !== null) return refusal(system, account, 'cut', work, protection);
		return claimed(system, account, 'cut', work, async (claim, journal) => {
			const reads = startReading(system, account);
			const [states, untouchable] = await Promise.all([
				readForSnapshot(system, reads),
				system.untouchable(system.connect(() => {}), account),
			]);
			if (untouchable !== null) return refusal(system, account, 'cut', work, { why: untouchable });
			if (!work.dryRun) await journal.keepSnapshot(states);

			const ticked = system.steps.filter((step) => options.steps.includes(step.id));
			const results = await runInOrder(ticked, async (step) => {
				const change = (calls: JsonObject[]) => bind(system, account, step, calls);
				const target = { system: system.id, step: step.id, erases: step.erases === true };
				const taking = { reach: { closes: step.closes, remains: step.remains ?? [] }, heldBy: async () => holdAmong(await exceptions(), target) };
				return runStep(system, account, { stepId: step.id, change, startFrom: await reads.get(step.id), taking }, work, claim, journal);
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
