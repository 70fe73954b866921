import { step } from '../../../lifecycle/step';
import type { Scim } from '../client';
import type { ScimAccount } from '../user';

/** Every file in this folder is one thing to take away, as the application at hand has it. */
export const scimStep = step<Scim, ScimAccount>();

export const usersRight = 'Users: read and write';
export const groupsRight = 'Groups: read and write';

export const isGone = 'The account is gone, and with it whatever it had here';
