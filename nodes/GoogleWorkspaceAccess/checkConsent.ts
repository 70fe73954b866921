import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Check } from '../../lifecycle/check';
import { checkGoogle, scopesNeeded } from '../../systems/google/check';
import type { GoogleConnections } from '../../systems/google/client';
import { actingFor, scopesIn } from '../../systems/google/scopes';

/** n8n tests a consent by connecting alone. Mailboxes of others are beyond any, as the node says where it is chosen. */
export const checkConsent = async (connections: GoogleConnections, { adminEmail, oauthTokenData }: ICredentialDataDecryptedObject): Promise<Check> => {
	const { scope } = { ...(oauthTokenData as { scope?: unknown } | undefined) };
	return await checkGoogle(connections, String(adminEmail ?? '').trim(), [...scopesIn(String(scope ?? '')), ...scopesNeeded.filter((needed) => actingFor(needed) === 'mailbox')]);
};
