import { cutAccess } from '../../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../../lifecycle/give';
import { inspectAccess } from '../../../lifecycle/inspect';
import { restoreAccess } from '../../../lifecycle/restore';
import type { Work } from '../../../lifecycle/work';
import type { StepResult } from '../../../lifecycle/outcome';
import { createBudget } from '../../../systems/http/budget';
import { patient } from '../../../systems/http/patient';
import { oktaSteps, type OktaWish } from '../../../systems/okta';
import { systemOf } from '../rows/row';
import { impatientClock } from '../../support/leaverCase';
import { temporaryLedger } from '../../support/temporaryLedger';
import type { Credential, World } from './world';

export const everyStep = oktaSteps.map(({ id }) => id);

type Person = World['person'];

export interface WholeCase {
	cut(change?: { person?: Person; steps?: readonly string[] }): Promise<StepResult[]>;
	restore(person?: Person): Promise<StepResult[]>;
	grant(wish: OktaWish): Promise<StepResult[]>;
	change(wish: OktaWish): Promise<StepResult[]>;
	accounts(): Promise<number>;
	inspect(person?: Person): Promise<unknown>;
	close(): Promise<void>;
}

let cases = 0;

/** Cut and Restore Access as the node carries them out. */
export const wholeCase = async (world: World, credential: Credential): Promise<WholeCase> => {
	const clock = impatientClock();
	const ledger = await temporaryLedger(clock.now);
	const ours = world.ours(credential);
	const http = patient(ours.http, { system: 'Okta', clock, budget: createBudget(16), random: () => 0 });
	const system = systemOf({ ...ours, http });
	const work: Work = { ledger, clock, patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 }, caseId: `contract_${++cases}`, run: 'run-1', node: 'Cut Okta', dryRun: false, worker: 'contract' };
	return {
		cut: ({ person = world.person, steps = everyStep } = {}) => cutAccess(system, person, { steps, missingAccountIsFine: false }, work),
		restore: (person = world.person) => restoreAccess(system, person, work),
		grant: (wish) => grantAccess(system, wish, work),
		change: (wish) => changeAccess(system, wish, work),
		accounts: async () => {
			let count = 0;
			for await (const page of system.accounts(system.connect(() => {}))) count += page.length;
			return count;
		},
		inspect: (person = world.person) => inspectAccess(system, person),
		close: () => ledger.close(),
	};
};
