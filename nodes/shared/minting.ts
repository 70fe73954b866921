import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Problem } from '../../lifecycle/problem';

const minting = new Map<string, Promise<unknown>>();

/** Another secret of the same app is another credential, and may be a wrong one. */
const nameOf = (type: string, { sessionToken: _, ...entered }: ICredentialDataDecryptedObject): string => createHash('sha256').update(`${type} ${JSON.stringify(entered)}`).digest('hex');

/** The first requests of a case leave together; one token serves them all. */
export const oneAtATime = <Session>(type: string, credentials: ICredentialDataDecryptedObject, mint: () => Promise<Session>): Promise<Session> => {
	const key = nameOf(type, credentials);
	const underway = (minting.get(key) as Promise<Session> | undefined) ?? mint().finally(() => minting.delete(key));
	minting.set(key, underway);
	return underway;
};

/** What n8n keeps of the last minting; nothing where that failed. */
export const issued = (sessionToken: unknown, whom: string): string => {
	if (typeof sessionToken === 'string' && sessionToken !== '') return sessionToken;
	throw new Problem('unauthorised', `No token was issued for ${whom}. Press Test in the credential; it says what is missing.`);
};
