import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlAwsApi implements ICredentialType {
	name = 'jmlAwsApi';

	displayName = 'AWS (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:aws.svg', dark: 'file:aws.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/aws-iam.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Access Key ID',
			name: 'accessKeyId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'AKIAIOSFODNN7EXAMPLE',
			description: 'Of a user made for this pack, never of the root user. Roles in other AWS accounts are entered in the node.',
		},
		{
			displayName: 'Secret Access Key',
			name: 'secretAccessKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Shown only once, when the key is made',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Of temporary keys only, which end after hours',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'string',
			default: 'us-east-1',
			required: true,
			description: 'For Identity Center the region it was set up in; for IAM any region of the same part of AWS: cn-north-1 stands for China, us-gov-west-1 for GovCloud (US)',
		},
		{
			displayName: 'Endpoint Address',
			name: 'endpointUrl',
			type: 'string',
			default: '',
			placeholder: 'https://{service}.vpce.example.com',
			description: "For private endpoints, where {service} stands for iam, sts and so on. Leave empty for AWS's own addresses.",
		},
	];

	/** Every request arrives signed: the keys of a role, which most are made with, are not in here. */
	authenticate: IAuthenticate = async (_credential, request) => request;
}
