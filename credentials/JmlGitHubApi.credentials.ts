import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { Problem } from '../lifecycle/problem';
import { usualApiUrl } from '../systems/github/address';
import { scopesNeeded } from '../systems/github/check';

export class JmlGitHubApi implements ICredentialType {
	name = 'jmlGitHubApi';

	displayName = 'GitHub Token (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:github.svg', dark: 'file:github.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/github.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Address',
			name: 'apiUrl',
			type: 'string',
			default: usualApiUrl,
			required: true,
			placeholder: 'https://api.acme.ghe.com',
			description: 'Another one only for an enterprise with data residency',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: `A classic personal access token of an owner of the organisations, with the scopes ${scopesNeeded.join(' and ')}, authorised for single sign-on of each. It dies with its owner's access.`,
		},
	];

	/** A function, because n8n evaluates an expression anew for every request. */
	authenticate: IAuthenticate = async ({ token }, request) => {
		if (typeof token !== 'string' || token.trim() === '') throw new Problem('misconfigured', 'The GitHub credential has no token. Fill it in and press Test there.');
		return { ...request, headers: { ...request.headers, authorization: `Bearer ${token.trim()}` } };
	};
}
