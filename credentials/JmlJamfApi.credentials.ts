import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { issued, oneAtATime } from '../nodes/shared/minting';
import { postForm } from '../nodes/shared/transport';
import { apiClientOf, mintToken } from '../systems/jamf/session';

export class JmlJamfApi implements ICredentialType {
	name = 'jmlJamfApi';

	displayName = 'Jamf Pro (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:jamf.svg', dark: 'file:jamf.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/jamf.md';

	/** Whoever holds this can wipe every Mac and every phone: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Address',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://acme.jamfcloud.com',
			description: 'Where Jamf Pro is opened',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'Of the API client under Settings, API Roles and Clients in Jamf Pro',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown once, when it is generated',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when Jamf answers 401, however soon that is.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const token = await oneAtATime('jmlJamfApi', credentials, () => mintToken(apiClientOf(credentials), postForm(this.helpers)));
		return { sessionToken: token };
	}

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ sessionToken }, request) => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${issued(sessionToken, 'the API client in Jamf Pro')}` } });
}
