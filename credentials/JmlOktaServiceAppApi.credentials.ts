import type {
	IAuthenticate,
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { issued, oneAtATime } from '../nodes/shared/minting';
import { postForm } from '../nodes/shared/transport';
import { serviceAppOf } from '../systems/okta/serviceApp';
import { authorisation, mintSession, type Session } from '../systems/okta/session';
import { scopesNeeded } from '../systems/okta/check';

export class JmlOktaServiceAppApi implements ICredentialType {
	name = 'jmlOktaServiceAppApi';

	displayName = 'Okta Service App (Joiner Mover Leaver) API';

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
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: '0oa1example2app3',
			description: 'Of an app integration of the kind "API Services"',
		},
		{
			displayName: 'Key ID',
			name: 'keyId',
			type: 'string',
			default: '',
			required: true,
			description: 'The "kid" of the public key registered with the app',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			description: 'As PEM or as JWK. Proof of possession (DPoP) is used by itself where the app demands it.',
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			typeOptions: { rows: 4 },
			default: scopesNeeded.join(' '),
			required: true,
			description: 'What the app was granted under "Okta API Scopes". The app also needs an admin role; a scope without a role allows nothing.',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when Okta answers 401.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const app = serviceAppOf(credentials);
		const session = await oneAtATime('jmlOktaServiceAppApi', credentials, () => mintSession(app, postForm(this.helpers), () => new Date()));
		return { sessionToken: JSON.stringify(session) };
	}

	authenticate: IAuthenticate = async (credentials, request) => {
		const session = JSON.parse(issued(credentials['sessionToken'], 'the Okta service app')) as Session;
		const url = new URL(request.url, request.baseURL).href;
		return { ...request, headers: { ...request.headers, ...authorisation(session, request.method ?? 'GET', url, new Date()) } };
	};
}
