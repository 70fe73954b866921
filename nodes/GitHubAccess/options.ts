import type { INodeProperties } from 'n8n-workflow';

/** Where the node works, and how people are found whom no organisation vouches for. */
export const githubFields: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		default: 'app',
		options: [
			{ name: 'GitHub App', value: 'app', description: 'Recommended: belongs to nobody who may leave, and can revoke fine-grained tokens' },
			{ name: 'Personal Access Token (Classic)', value: 'token', description: 'Of an owner of each organisation; it dies with the access of its owner' },
		],
	},
	{
		displayName: 'Organisations',
		name: 'organisations',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'acme',
		description: 'One per line, as it stands behind github.com/. Whoever is in one of them need not be in each.',
		displayOptions: { hide: { resource: ['setUp'] } },
	},
	{
		displayName: 'GitHub Login of the Person',
		name: 'login',
		type: 'string',
		default: '',
		placeholder: '={{ $json.person.github }}',
		description: 'Where HR or another source knows it. Needed only for people whom neither single sign-on, nor an address in a verified domain, nor an invitation tells; never used against what single sign-on says.',
		displayOptions: { show: { resource: ['person'] } },
	},
];

export const githubOptions: INodeProperties[] = [
	{
		displayName: 'Role',
		name: 'role',
		type: 'options',
		noDataExpression: true,
		default: '',
		options: [
			{ name: 'As It Is', value: '', description: 'Members where they are invited' },
			{ name: 'Member', value: 'member' },
			{ name: 'Owner', value: 'admin' },
		],
		description: 'What the person is in the organisation',
		displayOptions: { show: { '/operation': ['change', 'grant'] } },
	},
];

/** The options as they were filled in; n8n leaves out what was never added. */
export interface GitHubOptions {
	role?: '' | 'member' | 'admin';
}
