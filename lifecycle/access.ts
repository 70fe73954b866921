import type { Json, JsonObject, Ledger } from '../ledger/types';
import { claimAccount, workingOn, type Claim } from './account';
import { carryOut, type CarriedOut, type Change } from './carryOut';
import type { Clock } from './clock';
import { openJournal, recordResult, resultOf, type Journal, type Operation } from './journal';
import { runInOrder } from './order';
import type { Outcome, StepResult } from './outcome';
import type { Person } from './person';
import { asProblem } from './problem';
import type { Patience } from './readBack';
import type { Step } from './step';
import type { AccountRef, System } from './system';

export interface Work {
	ledger: Ledger;
	clock: Clock;
	patience: Patience;
	caseId: string;
	run: string;
	node: string;
	dryRun: boolean;
	/** Names this worker among all that may run the same case. */
	worker: string;
	signal?: AbortSignal;
}

export interface CutOptions {
	/** Ids of the steps that are ticked. */
	steps: readonly string[];
	/** Why this person or account must not be touched, or null. */
	protection: (account: AccountRef) => string | null;
	/** Why everything the person left behind must be kept, or null. */
	legalHold: string | null;
	missingAccountIsFine: boolean;
}

type PersonRef = Pick<Person, 'id' | 'workEmail'>;
type Ending = Pick<CarriedOut<Json>, 'outcome' | 'verified' | 'reason' | 'requestedAt' | 'effectiveAt' | 'verifiedAt'>;

const ending = (outcome: Outcome, reason: string): Ending => ({
	outcome,
	verified: false,
	reason,
	requestedAt: null,
	effectiveAt: null,
	verifiedAt: null,
});

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
				return runStep(system, account, step.id, 'cut', change, work, claim, journal, await reads.get(step.id));
			});
			return results.flat();
		});
	});

/** Gives back what the case took, judged against the snapshot made before its first change, last step first. */
export const restoreAccess = (system: System, person: PersonRef, work: Work): Promise<StepResult[]> =>
	withAccount(system, person, 'restore', work, false, (account) =>
		claimed(system, account, 'restore', work, async (claim, journal) => {
			const snapshot = journal.snapshot();
			if (snapshot === undefined) {
				return refusal(system, account, 'restore', work, `the case ${work.caseId} holds no snapshot of ${account.label} in ${system.label}, so nothing is known to go back to. Restore with the case that cut the access`);
			}
			const results: StepResult[][] = [];
			for (const step of [...system.steps].reverse()) {
				const before = snapshot[step.id];
				if (before === undefined) continue;
				const change = (calls: JsonObject[]) => bindUndo(system, account, step, before, calls);
				results.push(await runStep(system, account, step.id, 'restore', change, work, claim, journal));
			}
			return results.flat();
		}),
	);

export interface Inspection {
	account: AccountRef;
	findings: { step: string; label: string; satisfied: boolean; finding: string; state: Json | null }[];
}

/** What every step would find, with nothing written anywhere. */
export const inspectAccess = async (system: System, person: PersonRef): Promise<{ inspected: Inspection } | { result: StepResult }> => {
	const client = system.connect(() => {});
	const found = await system.find(client, person);
	if (found.kind !== 'one') {
		const outcome = found.kind === 'none' ? 'not_found' : 'ambiguous';
		return { result: resultOf(system.id, 'findAccount', null, ending(outcome, found.why)) };
	}
	const findings = await Promise.all(
		system.steps.map(async (step) => {
			const finding = { step: step.id, label: step.label };
			try {
				const state = await step.read(client, found.account);
				const plan = step.plan(state);
				return { ...finding, satisfied: plan.kind === 'satisfied', finding: plan.what, state };
			} catch (error) {
				return { ...finding, satisfied: false, finding: asProblem(error).message, state: null };
			}
		}),
	);
	return { inspected: { account: { id: found.account.id, label: found.account.label }, findings } };
};

const withAccount = async (
	system: System,
	person: PersonRef,
	operation: Operation,
	work: Work,
	missingIsFine: boolean,
	go: (account: AccountRef) => Promise<StepResult[]>,
): Promise<StepResult[]> => {
	const calls: JsonObject[] = [];
	let phase = 'findAccount';
	const conclude = async (end: Ending, accepted = false): Promise<StepResult[]> => {
		const result: StepResult = { ...resultOf(system.id, phase, null, end), ...(accepted ? { accepted: true } : {}) };
		await recordResult(work.ledger, work, operation, result, { calls });
		return [result];
	};
	const rest = await workingOn(work.ledger, work.clock, work.caseId);
	try {
		const found = await system.find(system.connect((call) => calls.push(call)), person);
		if (found.kind === 'none') return await conclude(ending('not_found', found.why), missingIsFine);
		if (found.kind === 'several') return await conclude(ending('ambiguous', found.why));
		phase = 'prepareAccount';
		return await go(found.account);
	} catch (error) {
		return await conclude(ending('failed', asProblem(error).message));
	} finally {
		await rest();
	}
};

const refusal = async (system: System, account: AccountRef, operation: Operation, work: Work, why: string): Promise<StepResult[]> => {
	const result = resultOf(system.id, 'protection', account, ending('refused', `Refused to touch ${account.label} in ${system.label}: ${why}. Nothing was changed.`));
	await recordResult(work.ledger, work, operation, result);
	return [result];
};

const claimed = async (
	system: System,
	account: AccountRef,
	operation: Operation,
	work: Work,
	go: (claim: Claim, journal: Journal) => Promise<StepResult[]>,
): Promise<StepResult[]> => {
	const key = `account/${system.id}/${account.id}`;
	const claim: Claim = work.dryRun
		? { stillOurs: () => {}, release: async () => {} }
		: await claimAccount(work.ledger, work.clock, key, `${work.caseId} ${work.worker}`, work.signal);
	try {
		return await go(claim, await openJournal(work.ledger, work, system.id, account, operation));
	} finally {
		await claim.release();
	}
};

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

const bind = (system: System, account: AccountRef, step: Step<unknown, AccountRef>, calls: JsonObject[]): Change<Json> => {
	const client = system.connect((call) => calls.push(call));
	return {
		system: system.label,
		read: (receipt) => step.read(client, account, receipt),
		plan: (state) => step.plan(state),
		apply: (state) => step.apply(client, account, state),
		since: (state) => step.since?.(state) ?? null,
	};
};

const bindUndo = (system: System, account: AccountRef, step: Step<unknown, AccountRef>, before: Json, calls: JsonObject[]): Change<Json> => {
	const client = system.connect((call) => calls.push(call));
	return {
		system: system.label,
		read: () => step.read(client, account),
		plan: (now) => step.undo.plan(now, before),
		apply: (now) => step.undo.apply(client, account, now, before),
	};
};

const runStep = async (
	system: System,
	account: AccountRef,
	stepId: string,
	operation: Operation,
	change: (calls: JsonObject[]) => Change<Json>,
	work: Work,
	claim: Claim,
	journal: Journal,
	startFrom?: Json,
): Promise<StepResult[]> => {
	const calls: JsonObject[] = [];
	const ran = await carryOut(change(calls), {
		clock: work.clock,
		patience: work.patience,
		dryRun: work.dryRun,
		...(work.signal ? { signal: work.signal } : {}),
		startFrom,
		stillOurs: claim.stillOurs,
		intend: (plan, state) => journal.intend(stepId, plan, state),
		provenBefore: async () => journal.provenBefore(stepId),
	}).catch((error: unknown): CarriedOut<Json> => ({
		...ending('failed', `Nothing was changed, because the evidence could not be written first: ${asProblem(error).message}`),
		left: [],
	}));

	const result = resultOf(system.id, stepId, account, resumed(ran, journal.interruptedAt(stepId)));
	if (ran.problem) calls.push({ problem: ran.problem.code, ...ran.problem.evidence });
	const evidence = {
		calls,
		...(ran.before === undefined ? {} : { before: ran.before }),
		...(ran.after === undefined ? {} : { after: ran.after }),
	};
	const results = [result, ...leftOver(system.id, stepId, account, ran)];
	try {
		await journal.settle(result, evidence);
		for (const left of results.slice(1)) await recordResult(work.ledger, work, operation, left);
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
