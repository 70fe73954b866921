import { givingStep, type Wish } from '../../../lifecycle/giving';
import type { Google } from '../client';
import type { GoogleAccount } from '../find';

export type GoogleWish = Wish & {
	/** Where the account belongs; empty leaves it where it is. */
	orgUnitPath: string;
	/** A licence that no group gives; null leaves licences as they are. */
	licence: { product: string; sku: string } | null;
};

/** Every step in this folder has this shape. */
export const googleGiving = givingStep<Google, GoogleAccount, GoogleWish>();
