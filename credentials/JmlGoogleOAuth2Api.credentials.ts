import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { scopesNeeded } from '../systems/google/check';
import { actingFor, scopeUrl } from '../systems/google/scopes';

export class JmlGoogleOAuth2Api implements ICredentialType {
	name = 'jmlGoogleOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Google Workspace (Joiner Mover Leaver) OAuth2 API';

	icon: Icon = { light: 'file:google.svg', dark: 'file:google.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/google-workspace.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Admin Email',
			name: 'adminEmail',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'joiner-mover-leaver@acme.com',
			description: 'The admin who gives consent below. This account is never cut: with it the consent would end.',
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: 'https://accounts.google.com/o/oauth2/v2/auth',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: 'https://oauth2.googleapis.com/token',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// Without these Google issues no token that can be renewed.
			default: 'access_type=offline&prompt=consent',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			// Nobody's consent opens the mailboxes of others.
			default: scopesNeeded.filter((scope) => actingFor(scope) !== 'mailbox').map(scopeUrl).join(' '),
		},
		{
			displayName: 'API Address',
			name: 'apiUrl',
			type: 'string',
			default: '',
			placeholder: 'https://google.proxy.acme.com',
			description: 'Only where something stands in for all hosts of Google, such as a proxy. Empty otherwise.',
		},
	];
}
