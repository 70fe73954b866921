import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlIruApi implements ICredentialType {
	name = 'jmlIruApi';

	displayName = 'Iru (Kandji) (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:iru.svg', dark: 'file:iru.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/iru.md';

	/** Whoever holds this can wipe every computer: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Address',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://acme.api.kandji.io',
			description: 'The API URL that Iru shows under Settings, Access: https://acme.api.kandji.io in the US, https://acme.api.eu.kandji.io in the EU',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Made under Settings, Access, with the endpoints ticked that the steps name',
		},
	];

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ apiToken }, request) => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${String(apiToken).trim()}` } });
}
