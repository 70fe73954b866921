import type { Entra } from './client';
import type { EntraAccount } from './find';
import { isLastGlobalAdministrator } from './roles';

/**
 * Microsoft lets nobody take the role from the last Global Administrator, but blocks their account without a word. Where
 * roles cannot be read this cannot be told, and the cut fails with the permission that is missing.
 */
export const untouchable = async (entra: Entra, { id }: EntraAccount): Promise<string | null> =>
	(await isLastGlobalAdministrator(entra, id)) ? 'it is the last Global Administrator who can sign in. Make somebody else Global Administrator first' : null;
