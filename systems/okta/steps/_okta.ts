import { step } from '../../../lifecycle/step';
import type { Okta } from '../client';
import type { OktaAccount } from '../find';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const ownAccountsInApps = 'Accounts that apps keep themselves: a password, key or token of theirs works until the account in the app is deactivated';
export const issuedAccessTokens = 'Access tokens that were issued already and that an app checks by itself: they work until they expire, mostly for an hour';

/** Every file in this folder is one step; this is the shape they share. */
export const oktaStep = step<Okta, OktaAccount>();
