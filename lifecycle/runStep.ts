import type { Json, JsonObject } from '../ledger/types';
import type { Claim } from './account';
import { carryOut, type CarriedOut, type Change } from './carryOut';
import type { Hold } from './exceptions/hold';
import type { GivingStep, Wish } from './giving';
import { resultOf, type Journal } from './journal';
import type { StepResult, Verified } from './outcome';
import { asProblem } from './problem';
import type { Step } from './step';
import type { AccountRef, System } from './system';
import { ending, type Work } from './work';

export const bind = (system: System, account: AccountRef, step: Step<unknown, AccountRef>, calls: JsonObject[]): Change<Json> => {
	const client = system.connect((call) => calls.push(call));
	return {
		system: system.label,
		read: (receipt) => step.read(client, account, receipt),
		plan: (state) => step.plan(state),
		apply: (state) => step.apply(client, account, state),
		since: (state) => step.since?.(state) ?? null,
	};
};

export const bindUndo = (system: System, account: AccountRef, step: Step<unknown, AccountRef>, before: Json, calls: JsonObject[]): Change<Json> => {
	const client = system.connect((call) => calls.push(call));
	return {
		system: system.label,
		read: (receipt) => step.read(client, account, receipt),
		plan: (now) => step.undo.plan(now, before),
		apply: (now) => step.undo.apply(client, account, now, before),
	};
};

export const bindGiving = (system: System, account: AccountRef, step: GivingStep<unknown, AccountRef, Wish>, wish: Wish, calls: JsonObject[]): Change<Json> => {
	const client = system.connect((call) => calls.push(call));
	return {
		system: system.label,
		read: (receipt) => step.read(client, account, wish, receipt),
		plan: (state) => step.plan(state, wish),
		apply: (state) => step.apply(client, account, state, wish),
		since: (state) => step.since?.(state) ?? null,
	};
};

export interface StepRun {
	stepId: string;
	change: (calls: JsonObject[]) => Change<Json>;
	/** Read before other steps ran. */
	startFrom?: Json | undefined;
	/** What speaks for a change whose state cannot be read; what an earlier run of the case proved, where nothing is said. */
	provenBefore?: Verified;
	/** When an earlier run of this case sent what may only now be in effect. */
	sentBefore?: () => Promise<string | null>;
	letOthersGo?: () => void;
	/** Nothing where access is given. */
	taking?: {
		reach: Required<Pick<StepResult, 'closes' | 'remains'>> & Pick<StepResult, 'deferred'>;
		heldBy: () => Promise<Hold | null>;
	};
}

/** Carries one step out and writes down what came of it. */
export const runStep = async (
	system: Pick<System, 'id'>,
	account: AccountRef,
	{ stepId, change, startFrom, provenBefore, sentBefore, letOthersGo, taking }: StepRun,
	work: Work,
	claim: Claim,
	journal: Journal,
): Promise<StepResult[]> => {
	const calls: JsonObject[] = [];
	const ran = await carryOut(change(calls), {
		clock: work.clock,
		patience: work.patience,
		dryRun: work.dryRun,
		...(work.signal ? { signal: work.signal } : {}),
		startFrom,
		...(letOthersGo ? { letOthersGo } : {}),
		stillOurs: claim.stillOurs,
		heldBy: taking?.heldBy ?? (async () => null),
		intend: (plan, state) => journal.intend(stepId, plan, state, taking?.reach.closes),
		provenBefore: async () => provenBefore ?? journal.provenBefore(stepId),
	}).catch((error: unknown): CarriedOut<Json> => ({
		...ending('failed', `Nothing was changed, because the evidence ledger has to be asked and written first, and that failed: ${asProblem(error).message}`),
		left: [],
	}));

	const sentAt = ran.outcome === 'already_done' && journal.provenBefore(stepId) === undefined ? ((await sentBefore?.()) ?? null) : null;
	const told = sentAt === null ? resumed(ran, journal.interruptedAt(stepId)) : { ...ran, outcome: 'done' as const, requestedAt: sentAt };
	const result: StepResult = { ...resultOf(system.id, stepId, account, told), ...taking?.reach };
	if (ran.problem) calls.push({ problem: ran.problem.code, ...ran.problem.evidence });
	const evidence = {
		calls,
		...(ran.before === undefined ? {} : { before: ran.before }),
		...(ran.after === undefined ? {} : { after: ran.after }),
	};
	const remainders = leftOver(system.id, stepId, account, ran);
	const results = [result, ...remainders];
	try {
		await journal.settle(result, evidence);
		for (const remainder of remainders) await journal.settle(remainder);
	} catch (error) {
		return results.map((one) => ({ ...one, outcome: 'failed', verified: false, reason: `${one.reason} The evidence of it could not be written: ${asProblem(error).message}` }));
	}
	return results;
};

/** An intent without an outcome, and the end state is there: the change was made and n8n stopped before it could say so. */
const resumed = (ran: CarriedOut<Json>, interruptedAt: string | undefined): CarriedOut<Json> =>
	ran.outcome === 'already_done' && interruptedAt !== undefined
		? { ...ran, outcome: 'done', requestedAt: interruptedAt, reason: `${ran.reason}. The change had been sent when n8n stopped; on resuming it was found in effect` }
		: ran;

const leftOver = (system: string, stepId: string, account: AccountRef, ran: CarriedOut<Json>): StepResult[] => {
	if (ran.left.length === 0) return [];
	const reason = ran.left.map(({ what, why }) => `${what}: ${why}`).join('; ');
	const result = resultOf(system, stepId, account, { ...ran, outcome: 'not_removable_here', verified: ran.verified === true, reason });
	return [{ ...result, remainder: true }];
};
