import { activationMail } from './activationMail';
import { createAccount } from './createAccount';
import { fillProfile } from './fillProfile';
import { joinGroups } from './joinGroups';
import { leaveGroups } from './leaveGroups';
import { signIn } from './signIn';

export { oktaFacts, type OktaWish } from './wish';

/** In the order they are reported; the order they run in follows from what they come after. */
export const oktaGivingSteps = [signIn, fillProfile, joinGroups, leaveGroups, activationMail] as const;

export const giving = { create: createAccount, steps: oktaGivingSteps };
