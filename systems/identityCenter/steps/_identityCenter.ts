import { step } from '../../../lifecycle/step';
import type { IdentityCenter } from '../client';
import type { IdentityCenterAccount } from '../find';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const liveSessions = 'Role sessions in AWS accounts that were handed out already: each goes on until the session duration of its permission set is over, 1 to 12 hours, unless Deny Live Sessions was done';
export const portalSession = 'The session in the AWS access portal: it ends within about an hour after the user was disabled, by what is known; an administrator ends it at once in the IAM Identity Center console, under Active sessions of the user';

/** Every file in this folder is one step; this is the shape they share. */
export const identityCenterStep = step<IdentityCenter, IdentityCenterAccount>();
