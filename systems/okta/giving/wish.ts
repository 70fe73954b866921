import type { Fact, Wish } from '../../../lifecycle/giving';
import { givingStep } from '../../../lifecycle/giving';
import type { Okta } from '../client';
import type { OktaAccount } from '../find';

export type OktaWish = Wish & {
	/** Whether Okta mails the person a link to set their password, once they may sign in. */
	activationMail: boolean;
};

/** What Okta's own profile has an attribute for. */
export const oktaFacts = ['name', 'workEmail', 'title', 'department', 'location', 'manager', 'workerType'] as const satisfies readonly Fact[];

/** Every step in this folder has this shape. */
export const oktaGiving = givingStep<Okta, OktaAccount, OktaWish>();
