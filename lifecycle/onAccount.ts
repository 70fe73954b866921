import type { JsonObject } from '../ledger/types';
import { claimAccount, workingOn, type Claim } from './account';
import { openJournal, recordResult, resultOf, type Journal, type Operation } from './journal';
import type { StepResult } from './outcome';
import { isOfOneKind } from './places';
import { asProblem } from './problem';
import type { AccountRef, Finding, System } from './system';
import { ending, type Ending, type PersonRef, type Work } from './work';

export interface Search {
	missingIsFine?: boolean;
	/** Cases whose snapshots know the account; the case itself, where nothing is said. */
	knownFrom?: readonly string[];
	/** Makes the account, where there is to be one. Asked also where it is there, for it may be half made. */
	make?: () => Promise<{ results: StepResult[]; account: AccountRef | undefined }>;
}

/** Finds the one account to work on; nobody, several or an error end here, each as a result of its own. */
export const withAccount = async (
	system: System,
	person: PersonRef,
	operation: Operation,
	work: Work,
	{ missingIsFine = false, knownFrom = [work.caseId], make }: Search,
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
		const client = system.connect((call) => calls.push(call));
		const found = await foundOrRevisited(system, client, person, operation, work, knownFrom);
		work.places?.tell(found.kind !== 'none');
		if (found.kind === 'several') return await conclude(ending('ambiguous', found.why));
		if (found.kind === 'none' && !make) return await conclude(ending('not_found', found.why), missingIsFine || (await work.places?.foundElsewhere()) === true);
		phase = 'prepareAccount';
		const made = await make?.();
		const account = found.kind === 'one' ? found.account : made?.account;
		return [...(made?.results ?? []), ...(account ? await go(account) : [])];
	} catch (error) {
		return await conclude(ending('failed', asProblem(error).message));
	} finally {
		await rest();
	}
};

/**
 * A case that is run again, or restored, knows its account from the snapshot it made. What another place knows counts for a
 * cut only: where nothing was taken, there is nothing to give back.
 */
const foundOrRevisited = async (system: System, client: unknown, person: PersonRef, operation: Operation, work: Work, knownFrom: readonly string[]): Promise<Finding<AccountRef>> => {
	const found = await system.find(client, person);
	if (found.kind !== 'none' || !system.revisit) return found;
	const snapshots = (await Promise.all(knownFrom.map((caseId) => work.ledger.records({ caseId, kinds: ['access.snapshot'] })))).flat();
	const of = (fits: (place: string) => boolean) => snapshots.find(({ content }) => fits(String(content?.['system'])))?.content?.['account'] as AccountRef | undefined;
	const known = of((place) => place === system.id) ?? (system.sameAccountsInEachPlace && operation === 'cut' ? of((place) => isOfOneKind(place, system.id)) : undefined);
	const account = known === undefined ? null : await system.revisit(client, person, known);
	return account === null ? found : { kind: 'one', account };
};

export const refusal = async (system: System, account: AccountRef, operation: Operation, work: Work, { why, exception }: { why: string; exception?: string }): Promise<StepResult[]> => {
	const refused = ending('refused', `Refused to touch ${account.label} in ${system.label}: ${why}. Nothing was changed.`);
	const result = resultOf(system.id, 'protection', account, exception === undefined ? refused : { ...refused, exception });
	await recordResult(work.ledger, work, operation, result);
	return [result];
};

/** With the account claimed for this worker alone; a dry run changes nothing and claims nothing. */
export const claimed = async (
	system: Pick<System, 'id'>,
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
