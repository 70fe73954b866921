import { onlyTold } from '../http/onlyTold';
import type { Scim } from './client';
import { textOf, type ScimAccount } from './user';

/** Only a clear yes counts: most applications do not say whose the token is. */
export const untouchable = async (scim: Scim, { id }: ScimAccount): Promise<string | null> => {
	const whose = await onlyTold(null, async () => textOf((await scim.get('/Me'))['id']));
	return whose === id ? `n8n works with the token of this very account, so cutting it would stop every case in ${scim.application.label}. Move the token to another account first` : null;
};
