import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { Problem } from '../lifecycle/problem';
import { oneAtATime } from '../nodes/shared/minting';
import { postForm } from '../nodes/shared/transport';
import { mintToken, type OAuthClient } from '../systems/scim/session';

export class JmlScimApi implements ICredentialType {
	name = 'jmlScimApi';

	displayName = 'SCIM 2.0 (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:scim.svg', dark: 'file:scim.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/scim.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://app.example.com/scim/v2',
			description: 'As the application shows it for provisioning, without "/Users" at its end. What stands behind a question mark goes with every request.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'token',
			options: [
				{ name: 'OAuth2 Client Credentials', value: 'clientCredentials', description: 'A token is fetched with a client ID and a client secret' },
				{ name: 'Token', value: 'token', description: 'Most applications show one for provisioning' },
			],
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Sent as a bearer token',
			displayOptions: { show: { authentication: ['token'] } },
		},
		{
			displayName: 'Token Address',
			name: 'tokenUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://app.example.com/oauth/token',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'Where the application issues tokens',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'Of the OAuth client that may provision',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'Of the same OAuth client',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'What the application documents; empty if it documents none',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when the application answers 401.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		if (credentials['authentication'] !== 'clientCredentials') return { sessionToken: '' };
		const sessionToken = await oneAtATime('jmlScimApi', credentials, () => mintToken(credentials as unknown as OAuthClient, postForm(this.helpers)));
		return { sessionToken };
	}

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ authentication, token, sessionToken }, request) => {
		const bearer = authentication === 'clientCredentials' ? sessionToken : token;
		if (typeof bearer !== 'string' || bearer.trim() === '') throw new Problem('unauthorised', 'There is no token for the application. Press Test in the SCIM credential; it says what is missing.');
		return { ...request, headers: { ...request.headers, authorization: `Bearer ${bearer.trim()}` } };
	};
}
