import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlOktaApi implements ICredentialType {
	name = 'jmlOktaApi';

	displayName = 'Okta API Token (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:okta.svg', dark: 'file:okta.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/okta.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Okta Domain',
			name: 'orgUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://acme.okta.com',
			description: 'The address people sign in at, without "-admin"',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Acts as the admin who made it, ends when that admin is deactivated, and expires after 30 days without use. A service app is the better choice.',
		},
	];

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ apiToken }, request) => ({ ...request, headers: { ...request.headers, authorization: `SSWS ${String(apiToken)}` } });
}
