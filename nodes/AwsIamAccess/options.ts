import type { INodeProperties } from 'n8n-workflow';

const whenGranting = { show: { '/operation': ['grant'] } };

/** Where the node works; without any, in the account the credential belongs to. */
export const awsAccounts: INodeProperties = {
	displayName: 'AWS Accounts',
	name: 'awsAccounts',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add account',
	default: {},
	description: 'The role that is assumed in each account. Empty: the account the credential belongs to. Whoever has a user in one of them need not have one in each.',
	options: [
		{
			name: 'account',
			displayName: 'Account',
			values: [
				{ displayName: 'External ID', name: 'externalId', type: 'string', default: '', description: 'As the trust policy of the role demands it, where it does' },
				{ displayName: 'Role ARN', name: 'roleArn', type: 'string', default: '', placeholder: 'arn:aws:iam::111122223333:role/JoinerMoverLeaver', description: 'The role this pack works with in the account' },
			],
		},
	],
};

export const awsOptions: INodeProperties[] = [
	{
		displayName: 'HR ID Tag',
		name: 'personTag',
		type: 'string',
		default: 'jml:person',
		description: 'The tag of the user that holds the ID of the HR system',
	},
	{
		displayName: 'IAM User Name',
		name: 'userName',
		type: 'string',
		default: '',
		placeholder: "={{ $json.person.workEmail.split('@')[0] }}",
		description: 'What the user of the person is called. Empty: the work email, or what stands in it before the @; a user that is made gets the work email.',
		displayOptions: { hide: { '/operation': ['list'] } },
	},
	{
		displayName: 'Look Through All Users',
		name: 'searchByTag',
		type: 'boolean',
		default: true,
		description: 'Whether all users of the account are looked through for the HR ID tag where no user of the expected name carries it. It takes a request for every 500 users.',
		displayOptions: { hide: { '/operation': ['list'] } },
	},
	{
		displayName: 'Match by Name',
		name: 'matchByName',
		type: 'boolean',
		default: true,
		description: 'Whether a user without the HR ID tag may be found by its name. A user whose tag carries another HR ID is never touched.',
		displayOptions: { hide: { '/operation': ['list'] } },
	},
	{
		displayName: 'Owner Tag',
		name: 'ownerTag',
		type: 'string',
		default: 'jml:owner',
		description: 'The tag of a service account that holds the HR ID, or the IAM user name, of whoever answers for it',
	},
	{
		displayName: 'Permissions Boundary',
		name: 'boundary',
		type: 'string',
		default: '',
		placeholder: 'arn:aws:iam::111122223333:policy/StaffBoundary',
		description: 'The policy that bounds what a user that is made can ever be allowed, by ARN. Without one, the pack may make users who can be given anything.',
		displayOptions: whenGranting,
	},
	{
		displayName: 'User Path',
		name: 'path',
		type: 'string',
		default: '/staff/',
		description: 'Where a user is made. Rights of the pack can be limited to such a path.',
		displayOptions: whenGranting,
	},
];

/** The options as they were filled in; n8n leaves out what was never added. */
export interface AwsOptions {
	personTag?: string;
	userName?: string | null;
	searchByTag?: boolean;
	matchByName?: boolean;
	ownerTag?: string;
	boundary?: string;
	path?: string;
}

export interface AwsAccountsField {
	account?: { roleArn?: string; externalId?: string }[];
}
