import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties } from 'n8n-workflow';
import { issued, oneAtATime } from '../nodes/shared/minting';
import { postForm } from '../nodes/shared/transport';
import { organisationHeader, placeOf, serviceAccountOf } from '../systems/jumpCloud/place';
import { mintToken } from '../systems/jumpCloud/session';

export class JmlJumpCloudServiceAccountApi implements ICredentialType {
	name = 'jmlJumpCloudServiceAccountApi';

	displayName = 'JumpCloud Service Account (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:jumpcloud.svg', dark: 'file:jumpcloud.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/jumpcloud.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'Of the service account in the JumpCloud admin portal',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown once, when the service account is made',
		},
		{
			displayName: 'Organisation ID',
			name: 'organisationId',
			type: 'string',
			default: '',
			description: 'Only for service accounts of several organisations: the one that is meant',
		},
		{
			displayName: 'Console Address',
			name: 'consoleUrl',
			type: 'string',
			default: 'https://console.jumpcloud.com',
			description: 'Where the admin portal is. Tenants in the EU have another one, such as https://console.eu.jumpcloud.com.',
		},
		{
			displayName: 'Insights Address',
			name: 'insightsUrl',
			type: 'string',
			default: '',
			placeholder: 'https://api.jumpcloud.com',
			description: 'Where Directory Insights is. Leave empty for the one beside the console.',
		},
		{
			displayName: 'Token Address',
			name: 'tokenUrl',
			type: 'string',
			default: '',
			placeholder: 'https://admin-oauth.id.jumpcloud.com/oauth2/token',
			description: "Where tokens are issued. Leave empty for JumpCloud's usual one.",
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when JumpCloud answers 401.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const token = await oneAtATime('jmlJumpCloudServiceAccountApi', credentials, () => mintToken(placeOf(credentials), serviceAccountOf(credentials), postForm(this.helpers)));
		return { sessionToken: token };
	}

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ sessionToken, ...fields }, request) => {
		return { ...request, headers: { ...request.headers, authorization: `Bearer ${issued(sessionToken, 'the service account in JumpCloud')}`, ...organisationHeader(placeOf(fields)) } };
	};
}
