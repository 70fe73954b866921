import { assignLicence } from './assignLicence';
import { createAccount } from './createAccount';
import { fillProfile } from './fillProfile';
import { joinGroups, leaveGroups } from './groups';
import { placeInOrgUnit } from './moveToOrgUnit';
import { rename } from './rename';
import { signIn } from './signIn';

export type { GoogleWish } from './wish';

/** In the order they are reported; the order they run in follows from what they come after. */
export const googleGivingSteps = [rename, fillProfile, placeInOrgUnit, joinGroups, leaveGroups, assignLicence, signIn] as const;

export const giving = { create: createAccount, steps: googleGivingSteps };
