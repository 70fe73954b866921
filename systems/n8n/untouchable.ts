import type { AccountRef } from '../../lifecycle/system';
import type { N8n } from './client';
import { getUser, owner } from './user';

export const untouchable = async (n8n: N8n, { id }: AccountRef): Promise<string | null> => {
	const { keyOwner } = n8n.settings;
	if (keyOwner === null) return 'the API key in the credential does not say whose it is, so it might be theirs. Make a new one under Settings, n8n API; those of today name their owner';
	if (keyOwner === id) return 'the API key in the credential is theirs. Let somebody else who is an administrator make one, and put it into the credential first';
	const { role } = await getUser(n8n, id);
	return role === owner ? 'it is the owner of this n8n, of whom there is exactly one. Sign in as the owner and change name, address and password to those of who takes over' : null;
};
