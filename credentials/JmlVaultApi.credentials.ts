import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, IN8nHttpFullResponse, INodeProperties } from 'n8n-workflow';
import { issued, oneAtATime } from '../nodes/shared/minting';
import { httpOver, sendingOptions } from '../nodes/shared/transport';
import { headersFor, label, placeOf, signInOf } from '../systems/vault/place';
import { mintToken } from '../systems/vault/session';

export class JmlVaultApi implements ICredentialType {
	name = 'jmlVaultApi';

	displayName = 'HashiCorp Vault (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:vault.svg', dark: 'file:vault.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/pin-escrow.md';

	/** What is kept there opens the company's devices: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Address',
			name: 'address',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://vault.example.com:8200',
			description: 'Of the active server or the load balancer before it',
		},
		{
			displayName: 'Namespace',
			name: 'namespace',
			type: 'string',
			default: '',
			placeholder: 'admin',
			description: 'Only for Vault Enterprise and HCP Vault',
		},
		{
			displayName: 'Mount',
			name: 'mount',
			type: 'string',
			default: 'secret',
			required: true,
			description: 'Of a key-value engine of version 2, without "data" behind it',
		},
		{
			displayName: 'Path Prefix',
			name: 'pathPrefix',
			type: 'string',
			default: 'jml/device-pins',
			required: true,
			description: 'The folder below the mount that the PINs are kept in. The policy has to allow it.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'appRole',
			options: [
				{ name: 'AppRole', value: 'appRole', description: 'Recommended: tokens are fetched as they are needed, and each lives for a short time' },
				{ name: 'Token', value: 'token', description: 'One that you renew yourself before it runs out' },
			],
		},
		{
			displayName: 'Role ID',
			name: 'roleId',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['appRole'] } },
			description: 'Of the AppRole that has the policy',
		},
		{
			displayName: 'Secret ID',
			name: 'secretId',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['appRole'] } },
			description: 'Shown once, when it is made. It must be good for more than one use.',
		},
		{
			displayName: 'AppRole Path',
			name: 'appRolePath',
			type: 'string',
			default: 'approle',
			displayOptions: { show: { authentication: ['appRole'] } },
			description: 'Where the AppRole method is enabled, without "auth" before it',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['token'] } },
			description: 'With the policy and nothing more; never a root token',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when Vault answers 403.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<{ sessionToken?: string }> {
		const signIn = signInOf(credentials);
		// Without a word of it n8n stores nothing.
		if (signIn.kind === 'token') return {};
		const place = placeOf(credentials);
		const http = httpOver({ system: label, baseUrl: place.baseUrl, send: async (request) => (await this.helpers.httpRequest({ ...sendingOptions(request), ignoreHttpStatusErrors: true })) as IN8nHttpFullResponse });
		return { sessionToken: await oneAtATime('jmlVaultApi', credentials, () => mintToken(place, signIn, http)) };
	}

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ sessionToken, ...fields }, request) => {
		const signIn = signInOf(fields);
		const token = signIn.kind === 'token' ? signIn.token : issued(sessionToken, `the AppRole in ${label}`);
		return { ...request, headers: { ...request.headers, ...headersFor(placeOf(fields), token) } };
	};
}
