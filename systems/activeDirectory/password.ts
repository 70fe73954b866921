import { randomBytes } from 'node:crypto';
import { replace, type Modification } from './client';

/** As Active Directory takes it: in quotes, as UTF-16. Made to be sent and forgotten; nobody is ever shown one. */
export const randomPassword = (): Buffer => Buffer.from(`"aA1!${randomBytes(30).toString('base64url')}"`, 'utf16le');

export const newPassword = (): Modification => replace('unicodePwd', randomPassword());
