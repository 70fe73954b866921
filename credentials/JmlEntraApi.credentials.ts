import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { appProperties, sessionTokenFor } from '../nodes/shared/microsoftApp';
import { issued } from '../nodes/shared/minting';

export class JmlEntraApi implements ICredentialType {
	name = 'jmlEntraApi';

	displayName = 'Microsoft Entra ID (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:entra.svg', dark: 'file:entra.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/entra.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = appProperties();

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return sessionTokenFor(this, 'jmlEntraApi', 'Entra ID', credentials);
	}

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ sessionToken }, request) => {
		return { ...request, headers: { ...request.headers, authorization: `Bearer ${issued(sessionToken, 'the app in Entra ID')}` } };
	};
}
