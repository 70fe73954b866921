import { createAccount } from './createAccount';
import { fillProfile } from './fillProfile';
import { joinGroups } from './joinGroups';
import { leaveGroups } from './leaveGroups';
import { moveBack } from './moveBack';
import { rename } from './rename';
import { setManager } from './setManager';
import { signIn } from './signIn';

export { adFacts, type AdWish } from './wish';

/** In the order they are reported; the order they run in follows from what they come after. */
export const adGivingSteps = [fillProfile, rename, setManager, joinGroups, leaveGroups, moveBack, signIn] as const;

export const giving = { create: createAccount, steps: adGivingSteps };
