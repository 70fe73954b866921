import type { ICredentialDataDecryptedObject, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { appOf } from '../../systems/http/microsoft/app';
import { mintSession, type Session } from '../../systems/http/microsoft/session';
import type { Http } from '../../systems/http/types';
import { formBy, sendBy, type Asking } from './credentialTest';
import { oneAtATime } from './minting';
import { httpOver, postForm } from './transport';

const now = () => new Date();

/** What every app registration of Microsoft's is entered with. */
export const appProperties = (): INodeProperties[] => [
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

/** For the requests of a node; n8n keeps the token until Graph says that it has expired. */
export const sessionTokenFor = async ({ helpers }: IHttpRequestHelper, type: string, label: string, entered: ICredentialDataDecryptedObject): Promise<{ sessionToken: string }> => {
	const app = appOf(label, entered, now());
	const { token } = await oneAtATime(type, entered, () => mintSession(app, postForm(helpers), now));
	return { sessionToken: token };
};

/** For Test, with a token of its own: one that was kept would not show what was granted a moment ago. */
export const graphForTest = async (asking: Asking, label: string, data: ICredentialDataDecryptedObject): Promise<{ http: Http; permissions: Session['permissions'] }> => {
	const app = appOf(label, data, now());
	const { token, permissions } = await mintSession(app, formBy(asking, 'Entra ID'), now);
	return { http: httpOver({ system: label, baseUrl: app.addresses.graph, send: sendBy(asking, () => ({ authorization: `Bearer ${token}` })) }), permissions };
};
