import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlFleetApi implements ICredentialType {
	name = 'jmlFleetApi';

	displayName = 'Fleet (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:fleet.svg', dark: 'file:fleet.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/fleet.md';

	/** Whoever holds this can wipe every computer: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Address',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://fleet.acme.com',
			description: 'Where Fleet is opened',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Of an API-only user who is a maintainer in the teams whose hosts are to be worked on',
		},
	];

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ apiToken }, request) => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${String(apiToken).trim()}` } });
}
