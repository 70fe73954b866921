import { randomBytes } from 'node:crypto';

/** Made where it is sent, and forgotten there: nobody ever knows it. */
export const unknownPassword = (): string => randomBytes(32).toString('base64url');
