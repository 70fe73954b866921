import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { issued, oneAtATime } from '../nodes/shared/minting';
import { postForm } from '../nodes/shared/transport';
import { appOf } from '../systems/entra/app';
import { mintSession } from '../systems/entra/session';

export class JmlEntraApi implements ICredentialType {
	name = 'jmlEntraApi';

	displayName = 'Microsoft Entra ID (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:entra.svg', dark: 'file:entra.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/entra.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Tenant ID',
			name: 'tenantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: '6a6d6c00-7e4a-4e12-8000-000000000001',
			description: 'The "Directory (tenant) ID" of the app registration',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: '6a6d6c00-c11e-4e12-8000-000000000001',
			description: 'The "Application (client) ID" of the app registration',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'certificate',
			options: [
				{ name: 'Certificate', value: 'certificate', description: 'Recommended: the private key never leaves n8n' },
				{ name: 'Client Secret', value: 'clientSecret', description: 'Expires after two years at the latest, and is sent with every request for a token' },
			],
		},
		{
			displayName: 'Certificate',
			name: 'publicCertificate',
			type: 'string',
			typeOptions: { rows: 6 },
			default: '',
			required: true,
			placeholder: '-----BEGIN CERTIFICATE-----',
			description: 'The one uploaded under "Certificates & secrets", as PEM',
			displayOptions: { show: { authentication: ['certificate'] } },
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			description: 'The RSA key of that certificate, as PEM and without a passphrase',
			displayOptions: { show: { authentication: ['certificate'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Its value, not its ID; shown once, when it is made',
			displayOptions: { show: { authentication: ['clientSecret'] } },
		},
		{
			displayName: 'Cloud',
			name: 'cloud',
			type: 'options',
			default: 'global',
			options: [
				{ name: 'China (21Vianet)', value: 'china' },
				{ name: 'Global', value: 'global' },
				{ name: 'US Government', value: 'usGov' },
			],
			description: "Where the tenant is. Microsoft's clouds have addresses of their own.",
		},
		{
			displayName: 'Login Address',
			name: 'loginUrl',
			type: 'string',
			default: '',
			placeholder: 'https://login.microsoftonline.com',
			description: "Leave empty for the cloud's own",
		},
		{
			displayName: 'Graph Address',
			name: 'graphUrl',
			type: 'string',
			default: '',
			placeholder: 'https://graph.microsoft.com',
			description: "Leave empty for the cloud's own",
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when Graph answers 401.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const now = () => new Date();
		const app = appOf(credentials, now());
		const { token } = await oneAtATime('jmlEntraApi', credentials, () => mintSession(app, postForm(this.helpers), now));
		return { sessionToken: token };
	}

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ sessionToken }, request) => {
		return { ...request, headers: { ...request.headers, authorization: `Bearer ${issued(sessionToken, 'the app in Entra ID')}` } };
	};
}
