import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import type { System } from '../../../lifecycle/system';
import { oktaSystem, type OktaWish } from '../../../systems/okta';
import type { Okta } from '../../../systems/okta/client';
import type { OktaAccount } from '../../../systems/okta/find';
import type { Ours } from '../support/ours';
import type { Meant } from '../support/request';
import type { Sdk } from '../support/sdk';
import type { Credential, World } from '../support/world';

/** What Okta's OpenAPI says of a call, where the SDK made from it cannot say it. */
export interface Facts {
	because: string;
	/** Section of vendor-apis/okta.md. */
	see: string;
	requests(world: World): Pick<Meant, 'query' | 'body'>[];
}

/** One request the pack can send, and what it is held against. */
export interface Row {
	name: string;
	/** As the OpenAPI writes it; `fits` knows the placeholders. */
	request: string;
	/** Some calls make sense for one kind of caller only. */
	only?: Credential;
	/** How the company is when the request is sent. */
	given?(world: World): void;
	/** What our side remembers from before that. */
	remembers?(ours: Ours, world: World): Promise<Json>;
	/** Our code that leads to the request; other requests it sends have rows of their own. */
	ours(ours: Ours, world: World, remembered: Json): Promise<unknown>;
	oracle: ((sdk: Sdk, world: World) => Promise<unknown>) | Facts;
}

export const systemOf = ({ http, settings }: Ours): System<Okta, OktaAccount, OktaWish> => oktaSystem(http, settings);

const stepOf = (ours: Ours, id: string): Step<Okta, OktaAccount> => {
	const step = systemOf(ours).steps.find((candidate) => candidate.id === id);
	if (!step) throw new Error(`There is no step ${id}.`);
	return step;
};

export const reads =
	(stepId: string, receipt?: Json): Row['ours'] =>
	(ours, { account }) =>
		stepOf(ours, stepId).read(ours.okta, account, receipt);

export const takesAway =
	(stepId: string): Row['ours'] =>
	async (ours, { account }) => {
		const step = stepOf(ours, stepId);
		return step.apply(ours.okta, account, await step.read(ours.okta, account));
	};

export const givesBack = (stepId: string): Required<Pick<Row, 'remembers' | 'ours'>> => ({
	remembers: (ours, { account }) => stepOf(ours, stepId).read(ours.okta, account),
	ours: async (ours, { account }, before) => {
		const step = stepOf(ours, stepId);
		await step.undo.apply(ours.okta, account, await step.read(ours.okta, account), before);
	},
});
