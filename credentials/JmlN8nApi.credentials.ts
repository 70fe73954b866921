import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlN8nApi implements ICredentialType {
	name = 'jmlN8nApi';

	displayName = 'n8n (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:n8naccess.svg', dark: 'file:n8naccess.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/n8n.md';

	/** Whoever holds this can take over every workflow: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Address',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://n8n.acme.com',
			description: 'Where n8n is opened: this one, or another. With https, or http://localhost for this very machine.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Made under Settings, n8n API, by the owner or an administrator of that n8n',
		},
	];

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ apiKey }, request) => ({ ...request, headers: { ...request.headers, 'x-n8n-api-key': String(apiKey).trim() } });
}
