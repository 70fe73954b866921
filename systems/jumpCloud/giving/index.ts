import { createAccount } from './createAccount';
import { fillFields } from './fillFields';
import { joinGroups, leaveGroups } from './memberships';
import { signIn } from './signIn';

export { jumpCloudFacts, type JumpCloudWish } from './wish';

/** In the order they are reported; the order they run in follows from what they come after. */
export const jumpCloudGivingSteps = [signIn, fillFields, joinGroups, leaveGroups] as const;

export const giving = { create: createAccount, steps: jumpCloudGivingSteps };
