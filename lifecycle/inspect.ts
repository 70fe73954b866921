import type { Json } from '../ledger/types';
import { resultOf } from './journal';
import type { StepResult } from './outcome';
import { asProblem } from './problem';
import type { AccountRef, System } from './system';
import { ending, type PersonRef } from './work';

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
