import { givingStep, type Fact, type Wish } from '../../../lifecycle/giving';
import type { Scim } from '../client';
import type { ScimAccount } from '../user';

/** What the standard has an attribute for. */
export const scimFacts = ['name', 'workEmail', 'title', 'department', 'manager', 'workerType'] as const satisfies readonly Fact[];

export interface ScimWish extends Wish {
	/** The name to sign in with; null: the work e-mail. */
	userName: string | null;
}

/** Every file in this folder is one thing to give; this is the shape they share. */
export const scimGiving = givingStep<Scim, ScimAccount, ScimWish>();
