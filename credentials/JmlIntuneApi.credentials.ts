import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { appProperties, sessionTokenFor } from '../nodes/shared/microsoftApp';
import { issued } from '../nodes/shared/minting';

export class JmlIntuneApi implements ICredentialType {
	name = 'jmlIntuneApi';

	displayName = 'Microsoft Intune (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:intune.svg', dark: 'file:intune.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/intune.md';

	/** Whoever holds this can wipe every device: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = appProperties();

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return sessionTokenFor(this, 'jmlIntuneApi', 'Intune', credentials);
	}

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ sessionToken }, request) => {
		return { ...request, headers: { ...request.headers, authorization: `Bearer ${issued(sessionToken, 'the app that works in Intune')}` } };
	};
}
