import { givingStep, type Fact, type Wish } from '../../../lifecycle/giving';
import type { IdentityCenter } from '../client';
import type { IdentityCenterAccount } from '../find';

/** What of HR's record a user of Identity Center can show. */
export const identityCenterFacts = ['name', 'workEmail', 'title'] as const satisfies readonly Fact[];

/** Every file in this folder is one thing to give; this is the shape they share. */
export const identityCenterGivingStep = givingStep<IdentityCenter, IdentityCenterAccount, Wish>();
