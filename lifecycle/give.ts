import type { JsonObject } from '../ledger/types';
import type { Change } from './carryOut';
import type { Found, GivingStep, Wish } from './giving';
import type { Journal } from './journal';
import { recordResult, resultOf } from './journal';
import type { Claim } from './account';
import { claimed, withAccount } from './onAccount';
import { runInOrder } from './order';
import type { StepResult } from './outcome';
import { bindGiving, runStep } from './runStep';
import { impossible, satisfied } from './step';
import type { AccountRef, Finding, System } from './system';
import { ending, type Work } from './work';

type Step = GivingStep<unknown, AccountRef, Wish>;

export interface GiveOptions {
	/** Whoever joins nothing here needs no account here. */
	missingAccountIsFine?: boolean;
}

const needsNoAccount = ({ join }: Wish, { missingAccountIsFine = false }: GiveOptions): boolean => missingAccountIsFine && join.length === 0;

/** Gives what is missing to somebody who joins or comes back, and makes the account where there is none. */
export const grantAccess = (system: System, wish: Wish, work: Work, options: GiveOptions = {}): Promise<StepResult[]> => {
	const make = async () => {
		let account: AccountRef | undefined;
		const newcomer = { id: `person ${wish.person.id}`, label: wish.person.workEmail ?? wish.person.name };
		const change = (calls: JsonObject[]) => creation(system, wish, calls, (found) => (account = found));
		const results = await claimed(system, newcomer, 'grant', work, (claim, journal) => runStep(system, newcomer, { stepId: 'createAccount', change }, work, claim, journal));
		// Nothing can be read of an account that a dry run did not make.
		const rest = account === undefined && work.dryRun && results[0]?.outcome === 'planned' ? await foreseen(system, newcomer, wish, work) : [];
		return { results: [...results, ...rest], account };
	};
	const search = needsNoAccount(wish, options) ? { missingIsFine: true } : { make };
	return withAccount(system, wish.person, 'grant', work, search, (account) => supply(system, account, wish, 'grant', work));
};

/** Makes the account of somebody who moves or is renamed what HR says, and touches nobody who has none. */
export const changeAccess = (system: System, wish: Wish, work: Work, options: GiveOptions = {}): Promise<StepResult[]> =>
	withAccount(system, wish.person, 'change', work, { missingIsFine: needsNoAccount(wish, options) }, (account) => supply(system, account, wish, 'change', work));

const asked = (system: System, wish: Wish): Step[] => system.giving.steps.filter((step) => step.asked(wish));

const supply = (system: System, account: AccountRef, wish: Wish, operation: 'grant' | 'change', work: Work): Promise<StepResult[]> =>
	claimed(system, account, operation, work, async (claim, journal) => {
		const steps = asked(system, wish).map((step) => ({ step, id: step.id, stage: 'prepare' as const, ...(step.after ? { after: step.after } : {}) }));
		return (await runInOrder(steps, ({ step }) => carryOutStep(system, account, step, wish, work, claim, journal))).flat();
	});

const carryOutStep = (system: System, account: AccountRef, step: Step, wish: Wish, work: Work, claim: Claim, journal: Journal): Promise<StepResult[]> =>
	runStep(system, account, { stepId: step.id, change: (calls) => bindGiving(system, account, step, wish, calls) }, work, claim, journal);

/** The state of an account that is to be made is whether it is found. */
const creation = (system: System, wish: Wish, calls: JsonObject[], take: (account: AccountRef) => void): Change<Found> => {
	const client = system.connect((call) => calls.push(call));
	return {
		system: system.label,
		read: async (made) => {
			const finding = await system.find(client, wish.person, made);
			if (finding.kind === 'one') take(finding.account);
			return foundOf(finding);
		},
		plan: ({ kind, why, inTheWay, account }) => {
			if (kind === 'one') return satisfied(`The account ${account!.label} is there`);
			if (kind === 'several' || inTheWay !== null) return impossible(inTheWay ?? why!);
			return system.giving.create.plan(wish);
		},
		apply: () => system.giving.create.apply(client, wish),
	};
};

const foundOf = (finding: Finding<AccountRef>): Found => ({
	kind: finding.kind,
	why: finding.kind === 'one' ? null : finding.why,
	inTheWay: (finding.kind === 'none' && finding.inTheWay) || null,
	account: finding.kind === 'one' ? { id: finding.account.id, label: finding.account.label } : null,
});

const foreseen = async (system: System, newcomer: AccountRef, wish: Wish, work: Work): Promise<StepResult[]> => {
	const results = asked(system, wish).map(({ id, label }) => resultOf(system.id, id, newcomer, ending('planned', `Dry run, nothing was changed. Once the account is there: ${label}`)));
	for (const result of results) await recordResult(work.ledger, work, 'grant', result);
	return results;
};
