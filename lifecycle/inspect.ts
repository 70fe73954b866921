import type { Json } from '../ledger/types';
import { resultOf } from './journal';
import type { StepResult } from './outcome';
import { asProblem } from './problem';
import { inOrder, type Right } from './rights';
import type { AccountRef, System } from './system';
import { ending, type PersonRef } from './work';

/** `rights`: only those, where what every step would find is not worth the wait. */
export type InspectWhat = 'everything' | 'rights';

interface StepFinding {
	step: string;
	label: string;
	satisfied: boolean;
	finding: string;
	state: Json | null;
}

export interface Inspection {
	account: AccountRef;
	/** Absent where nobody asked for them. */
	findings?: StepFinding[];
	/** Absent where they could not be read; then there is a sentence in their stead. */
	rights?: Right[];
	rightsProblem?: string;
}

type Rights = Pick<Inspection, 'rights' | 'rightsProblem'>;

/** What the account holds and what every step would find, with nothing written anywhere. */
export const inspectAccess = async (system: System, person: PersonRef, what: InspectWhat = 'everything'): Promise<{ inspected: Inspection } | { result: StepResult }> => {
	const client = system.connect(() => {});
	const found = await system.find(client, person);
	if (found.kind !== 'one') {
		const outcome = found.kind === 'none' ? 'not_found' : 'ambiguous';
		return { result: resultOf(system.id, 'findAccount', null, ending(outcome, found.why)) };
	}
	const { account } = found;
	const [findings, rights] = await Promise.all([what === 'everything' ? findingsOf(system, client, account) : null, rightsOf(system, client, account)]);
	return { inspected: { account: { id: account.id, label: account.label }, ...(findings === null ? {} : { findings }), ...rights } };
};

const findingsOf = (system: System, client: unknown, account: AccountRef): Promise<StepFinding[]> =>
	Promise.all(
		system.steps.map(async (step) => {
			const finding = { step: step.id, label: step.label };
			try {
				const state = await step.read(client, account);
				const plan = step.plan(state);
				return { ...finding, satisfied: plan.kind === 'satisfied', finding: plan.what, state };
			} catch (error) {
				return { ...finding, satisfied: false, finding: asProblem(error).message, state: null };
			}
		}),
	);

/** A part of the rights looks like all of them, so that it is all or a sentence. */
const rightsOf = async (system: System, client: unknown, account: AccountRef): Promise<Rights> => {
	try {
		return { rights: inOrder(await system.rights(client, account)) };
	} catch (error) {
		return { rightsProblem: `What ${account.label} holds in ${system.label} could not be read. ${asProblem(error).message}` };
	}
};
