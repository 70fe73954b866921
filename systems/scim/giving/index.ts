import type { Giving } from '../../../lifecycle/giving';
import type { Application } from '../application';
import type { Scim } from '../client';
import type { ScimAccount } from '../user';
import { joinGroups, leaveGroups } from './changeGroups';
import { createAccount } from './createAccount';
import { fillProfile } from './fillProfile';
import { signIn } from './signIn';
import type { ScimWish } from './_scim';

export { scimFacts, type ScimWish } from './_scim';

/** In the order they are reported; the order they run in follows from what they come after. */
export const scimGivingSteps = [fillProfile, signIn, joinGroups, leaveGroups] as const;

export const givingFor = (application: Application): Giving<Scim, ScimAccount, ScimWish> => ({ create: createAccount(application), steps: scimGivingSteps });
