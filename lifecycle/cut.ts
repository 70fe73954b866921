import type { Json, JsonObject } from '../ledger/types';
import { devicesInTheWay } from './devices/open';
import { holdAmong, inForceFor, protectionAmong, type Hold } from './exceptions/hold';
import { deadline, unlessAborted } from './deadline';
import { claimed, refusal, withAccount } from './onAccount';
import { runInOrder } from './order';
import type { StepResult } from './outcome';
import { bind, runStep } from './runStep';
import type { AccountRef, System } from './system';
import type { PersonRef, Work } from './work';

/** All that comes before the cut together: nobody who is to be locked out stays in because something else hangs. Where a vendor takes no more for now the cut would be refused as well, so steps wait for that. */
const preparationMs = 30_000;
const tooSlow = `This was not finished within ${preparationMs / 1_000} seconds, and the cut does not wait longer. What was sent may still take effect; look at the account and run the case again.`;

export interface CutOptions {
	/** Ids of the steps that are ticked. */
	steps: readonly string[];
	missingAccountIsFine: boolean;
}

export const cutAccess = (system: System, person: PersonRef, options: CutOptions, work: Work): Promise<StepResult[]> =>
	withAccount(system, person, 'cut', work, { missingIsFine: options.missingAccountIsFine }, async (account) => {
		const names = [person.id, person.workEmail ?? '', account.id, account.label];
		/** Asked anew each time: what is registered while the case runs counts for whatever has not begun. */
		const exceptions = () => inForceFor(work.ledger, names, work.clock.now());
		const protection = protectionAmong(await exceptions());
		if (protection !== null) return refusal(system, account, 'cut', work, protection);
		return claimed(system, account, 'cut', work, async (claim, journal) => {
			const [snapshot, preparation] = [deadline(work.clock, preparationMs, tooSlow, work.signal), deadline(work.clock, preparationMs, tooSlow, work.signal)];
			const carryOut = async (): Promise<StepResult[]> => {
				const reads = startReading(system, account);
				const [states, untouchable] = await Promise.all([
					readForSnapshot(reads, snapshot.signal),
					system.untouchable(system.connect(() => {}), account),
				]);
				if (untouchable !== null) return await refusal(system, account, 'cut', work, { why: untouchable });
				if (!work.dryRun) await journal.keepSnapshot(states);

				const ticked = system.steps.filter((step) => options.steps.includes(step.id));
				const results = await runInOrder(ticked, async (step, letOthersGo) => {
					const change = (calls: JsonObject[]) => bind(system, account, step, calls);
					const target = { system: system.id, step: step.id, erases: step.erases === true };
					const heldBy = async () => holdAmong(await exceptions(), target) ?? (step.afterDevices ? await heldByDevices(work) : null);
					const taking = { reach: { closes: step.closes, remains: step.remains ?? [] }, heldBy };
					const mine = step.stage === 'prepare' ? { ...work, signal: preparation.signal } : work;
					const startFrom = await read(reads, step.id, mine.signal);
					return runStep(system, account, { stepId: step.id, change, startFrom, letOthersGo, taking }, mine, claim, journal);
				});
				return results.flat();
			};
			return await preparation.excusing(carryOut).finally(() => {
				snapshot.lift();
				preparation.lift();
			});
		});
	});

const heldByDevices = async ({ ledger, caseId }: Work): Promise<Hold | null> => {
	const open = await devicesInTheWay(ledger, caseId);
	return open === null ? null : { outcome: 'held', why: `${open}. Run the case again when they have, or waive them in Device Decisions` };
};

/**
 * All at once, ticked or not: the snapshot shows what was there even where nobody asked to remove it. What takes long is
 * left to its own step, which would have to read it anew and must not slow down the others.
 */
const startReading = (system: System, account: AccountRef): Reads => {
	const client = system.connect(() => {});
	// What cannot be read now the step reads again itself, and says then what is wrong.
	return new Map(system.steps.filter(({ readsLong }) => !readsLong).map((step) => [step.id, step.read(client, account).catch(() => undefined)]));
};

type Reads = Map<string, Promise<Json | undefined>>;

/** Whoever waits no longer reads it again. */
const read = (reads: Reads, stepId: string, signal?: AbortSignal): Promise<Json | undefined> => unlessAborted(async () => reads.get(stepId), signal).catch(() => undefined);

/** What is not read in time is kept with the intent of its own step. */
const readForSnapshot = async (reads: Reads, signal: AbortSignal): Promise<{ [stepId: string]: Json }> => {
	const states: { [stepId: string]: Json } = {};
	for (const id of reads.keys()) {
		const state = await read(reads, id, signal);
		if (state !== undefined) states[id] = state;
	}
	return states;
};
