import type { IAuthenticate, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

const refusal = (value: number, message: string) => ({ type: 'responseCode' as const, properties: { value, message } });

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

	/** A function, because n8n evaluates an expression anew for every request. The password may be anything but empty. */
	authenticate: IAuthenticate = async ({ apiKey }, request) => ({ ...request, auth: { username: String(apiKey), password: 'x' } });

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl || "https://" + $credentials.companyDomain.replace(".bamboohr.com", "") + ".bamboohr.com"}}',
			url: '/api/v1/webhooks',
			headers: { accept: 'application/json' },
		},
		// n8n would show the bare status.
		rules: [
			refusal(401, 'BambooHR did not accept the API key. Make a new one as a user who may see all employees, and paste it here.'),
			refusal(403, 'BambooHR knows the API key, but its user may not manage webhooks, or the key is locked for a while after wrong attempts. Check the access level of that user in BambooHR.'),
			refusal(404, 'BambooHR is not there under this address. Check the company domain: the first part of the address you use BambooHR at.'),
		],
	};
}
