import { step } from '../../../lifecycle/step';
import type { Google } from '../client';
import type { GoogleAccount } from '../find';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const accessTokens = 'Access tokens that Google issued already: they may work until they expire, an hour at most';
export const runningMeetings = 'Meetings and chats that are running: they may go on until they end or the app checks the account again';
export const ownAccountsInApps = 'Accounts that apps keep themselves: a password, key or token of theirs works until the account in the app is deactivated';
export const comesBackWithTheAccount = 'What is not taken away here while the account is suspended: it works again if the account is un-suspended';

export const customer = '/admin/directory/v1/customer/my_customer';

/** Every file in this folder is one step; this is the shape they share. */
export const googleStep = step<Google, GoogleAccount>();

export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
