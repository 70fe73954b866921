import { step } from '../../../lifecycle/step';
import type { ActiveDirectory } from '../client';
import type { AdAccount } from '../find';

/** Said of every step they are true of, in the same words, so that they are told once. */
export const issuedTickets = 'Kerberos tickets that were issued already: they open file shares and applications until they expire, mostly after 10 hours';
export const openConnections = 'Connections that are open already, such as a signed-in workstation, a file share or a bound LDAP connection: they go on until they end';
export const otherWaysIn = 'Certificates the person holds, service accounts (also group managed ones) whose secrets they can read, and local accounts of computers: they work until somebody takes them away';

/** Every file in this folder is one step; this is the shape they share. */
export const adStep = step<ActiveDirectory, AdAccount>();

/** Permissions in the words of dsacls, with which they are given: rights; what they are about; class of object. */
export const right = {
	reset: 'CA;Reset Password;user',
	createUsers: 'CC;user',
	deleteUsers: 'DC;user',
	write: (attribute: string, of: 'user' | 'group' = 'user') => `RPWP;${attribute};${of}`,
} as const;
