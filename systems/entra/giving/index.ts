import type { Giving } from '../../../lifecycle/giving';
import type { Entra } from '../client';
import type { EntraAccount } from '../find';
import type { EntraWish } from './_entra';
import { assignLicences } from './assignLicences';
import { joinGroups, leaveGroups } from './changeGroups';
import { create } from './create';
import { awaitingAccounts } from './newAccount';
import { rename } from './rename';
import { sendPass } from './sendPass';
import { setManager } from './setManager';
import { setUsable } from './setUsable';
import { updateProfile } from './updateProfile';

export const entraGiving: Giving<Entra, EntraAccount, EntraWish> = {
	create,
	steps: awaitingAccounts([updateProfile, rename, setManager, joinGroups, leaveGroups, assignLicences, setUsable, sendPass]),
};
