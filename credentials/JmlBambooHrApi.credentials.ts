import type { IAuthenticateGeneric, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlBambooHrApi implements ICredentialType {
	name = 'jmlBambooHrApi';

	displayName = 'BambooHR (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:bamboohr.svg', dark: 'file:bamboohr.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/bamboohr.md';

	/** Reads everybody's employment: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Company Domain',
			name: 'companyDomain',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'acme',
			description: 'The first part of the address you use BambooHR at: "acme" of acme.bamboohr.com',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Of a BambooHR user who may see all employees and their employment status. Webhooks stop when that user is disabled.',
		},
		{
			displayName: 'Address',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://acme.bamboohr.com',
			description: 'Only for a proxy or a test environment. Left empty, it follows from the company domain.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { auth: { username: '={{$credentials.apiKey}}', password: 'x' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl || "https://" + $credentials.companyDomain + ".bamboohr.com"}}',
			url: '/api/v1/webhooks',
			headers: { accept: 'application/json' },
		},
	};
}
