import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { scopesToGrant } from '../systems/google/check';
import { admin, scopesFor, serviceAccountOf } from '../systems/google/serviceAccount';
import { mintSession, type Session } from '../systems/google/session';
import { issued, oneAtATime } from '../nodes/shared/minting';
import { postForm } from '../nodes/shared/transport';

export class JmlGoogleServiceAccountApi implements ICredentialType {
	name = 'jmlGoogleServiceAccountApi';

	displayName = 'Google Workspace Service Account (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:google.svg', dark: 'file:google.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/google-workspace.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Service Account Email',
			name: 'serviceAccountEmail',
			type: 'string',
			default: '',
			placeholder: 'joiner-mover-leaver@my-project.iam.gserviceaccount.com',
			description: 'Empty where the whole JSON file is pasted into Private Key',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			description: 'The whole JSON file Google gave for the key, or the PEM block in it',
		},
		{
			displayName: 'Admin Email',
			name: 'adminEmail',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'joiner-mover-leaver@acme.com',
			description: 'The admin in whose name the service account acts. Make an account of its own for it; it is never cut.',
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			typeOptions: { rows: 4 },
			default: scopesToGrant,
			required: true,
			description: 'What the client ID of the service account was authorised for under Domain-wide delegation in the Admin console: exactly these, or Google issues no token at all',
		},
		{
			displayName: 'API Address',
			name: 'apiUrl',
			type: 'string',
			default: '',
			placeholder: 'https://google.proxy.acme.com',
			description: 'Only where something stands in for all hosts of Google, such as a proxy. Empty otherwise.',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when Google answers 401.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const account = serviceAccountOf(credentials);
		const subject = admin(account);
		const session = await oneAtATime('jmlGoogleServiceAccountApi', credentials, () => mintSession(account, subject, scopesFor(account, subject), postForm(this.helpers), () => new Date()));
		return { sessionToken: JSON.stringify(session) };
	}

	authenticate: IAuthenticate = async (credentials, request) => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${(JSON.parse(issued(credentials['sessionToken'], 'the Google service account')) as Session).token}` } });
}
