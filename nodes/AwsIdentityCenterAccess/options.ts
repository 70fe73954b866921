import type { INodeProperties } from 'n8n-workflow';
import type { Owner } from '../../systems/identityCenter/owner';

export const identityCenterOptions: INodeProperties[] = [
	{
		displayName: 'External ID Issuer',
		name: 'issuer',
		type: 'string',
		default: '',
		placeholder: 'https://scim.aws.com/Okta',
		description: 'The issuer of the external IDs of users, where these are the IDs of the HR system. Empty: users carry no HR ID and are found by the work email.',
	},
	{
		displayName: 'Instance ARN',
		name: 'instanceArn',
		type: 'string',
		default: '',
		placeholder: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
		description: 'Which Identity Center is meant, where there are several. Empty: the only one there is.',
	},
	{
		displayName: 'Match by Work Email',
		name: 'matchByEmail',
		type: 'boolean',
		default: true,
		description: 'Whether a user that carries no HR ID may be found by the work email. A user that carries another HR ID is never touched.',
	},
	{
		displayName: 'Region',
		name: 'region',
		type: 'string',
		default: '',
		placeholder: 'eu-central-1',
		description: 'The home region of the Identity Center. Empty: the region of the credential.',
	},
	{
		displayName: 'Role ARN',
		name: 'roleArn',
		type: 'string',
		default: '',
		placeholder: 'arn:aws:iam::111122223333:role/JoinerMoverLeaver',
		description: 'The role this pack works with in the management account or a delegated administrator account. Empty: the keys of the credential themselves.',
	},
	{
		displayName: 'Role External ID',
		name: 'roleExternalId',
		type: 'string',
		default: '',
		description: 'As the trust policy of the role demands it, where it does',
	},
	{
		displayName: 'Users Come From',
		name: 'usersOwnedBy',
		type: 'options',
		default: 'identityCenter',
		options: [
			{ name: 'Active Directory', value: 'activeDirectory', description: 'It disables users, and decides who is in groups' },
			{ name: 'An Identity Provider', value: 'identityProvider', description: 'Over SCIM, such as Okta or Entra ID: it disables users, and decides who is in groups that it pushes' },
			{ name: 'Identity Center Itself', value: 'identityCenter', description: 'Users and groups are made and changed here' },
		],
		description: 'The identity source, as Settings of the IAM Identity Center console name it. AWS does not tell it.',
	},
];

/** The options as they were filled in; n8n leaves out what was never added. */
export interface IdentityCenterOptions {
	issuer?: string;
	instanceArn?: string;
	matchByEmail?: boolean;
	region?: string;
	roleArn?: string;
	roleExternalId?: string;
	usersOwnedBy?: Owner;
}
