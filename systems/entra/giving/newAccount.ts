import type { Giving, GivingStep } from '../../../lifecycle/giving';
import { underway } from '../../../lifecycle/step';
import type { Entra } from '../client';
import type { EntraAccount } from '../find';
import { unlessGone } from '../../http/gone';
import type { EntraWish } from './_entra';

type Step = GivingStep<Entra, EntraAccount, EntraWish>;

/**
 * The account was found before any of these steps began. Where a server does not know it all the same, it was made a
 * moment ago: copies of the directory agree within a minute.
 */
const awaitingAccount = (step: Step): Step => ({
	...step,
	read: async (...asked) => await unlessGone(() => step.read(...asked)),
	plan: (state, wish) => (state === null ? underway('a server of it does not know the account yet. Run the case again in a minute; if it stays so, look for the account in the Entra admin center') : step.plan(state, wish)),
});

export const awaitingAccounts = (steps: readonly Step[]): Giving<Entra, EntraAccount, EntraWish>['steps'] => steps.map(awaitingAccount);
