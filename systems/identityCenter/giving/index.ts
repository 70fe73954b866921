import type { Giving, Wish } from '../../../lifecycle/giving';
import type { IdentityCenter } from '../client';
import type { IdentityCenterAccount } from '../find';
import { allowSessions } from './allowSessions';
import { joinGroups, leaveGroups } from './changeGroups';
import { create } from './create';
import { rename } from './rename';
import { setUsable } from './setUsable';
import { updateProfile } from './updateProfile';

/** Accounts are given by groups alone: what is assigned to one person is forgotten by everybody. */
export const identityCenterGiving: Giving<IdentityCenter, IdentityCenterAccount, Wish> = {
	create,
	steps: [updateProfile, rename, joinGroups, leaveGroups, allowSessions, setUsable],
};
