import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { keyHolderOf, organisationHeader, placeOf } from '../systems/jumpCloud/place';

export class JmlJumpCloudApi implements ICredentialType {
	name = 'jmlJumpCloudApi';

	displayName = 'JumpCloud API Key (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:jumpcloud.svg', dark: 'file:jumpcloud.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/jumpcloud.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Belongs to one administrator, and ends when they make a new one or are removed. A service account is the better choice.',
		},
		{
			displayName: "Administrator's Email",
			name: 'administratorEmail',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			required: true,
			description: 'Whose API key it is. JumpCloud does not tell, and this person must not be cut while the key is in use.',
		},
		{
			displayName: 'Organisation ID',
			name: 'organisationId',
			type: 'string',
			default: '',
			description: 'Only for administrators of several organisations: the one that is meant',
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
	];

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async (fields, request) => ({ ...request, headers: { ...request.headers, 'x-api-key': keyHolderOf(fields).apiKey, ...organisationHeader(placeOf(fields)) } });
}
