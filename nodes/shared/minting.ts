import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

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
