import { givingStep, type Fact, type Wish } from '../../../lifecycle/giving';
import type { ActiveDirectory } from '../client';
import type { AdAccount } from '../find';

export type AdWish = Wish & {
	/** The distinguished name of the unit that new accounts are made in, and those of people who come back go to. */
	ou: string | null;
};

/** What an account in Active Directory has an attribute for. */
export const adFacts = ['name', 'workEmail', 'title', 'department', 'location', 'manager', 'workerType'] as const satisfies readonly Fact[];

/** Every step in this folder has this shape. */
export const adGiving = givingStep<ActiveDirectory, AdAccount, AdWish>();
