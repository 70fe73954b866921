import { parse } from '../client';
import { awsStep } from './_aws';
import { inactivating } from './_inactive';

export const disableServiceCredentials = awsStep({
	id: 'disableServiceCredentials',
	label: 'Disable Service-Specific Credentials',
	danger: 'API keys of Amazon Bedrock, Git passwords of CodeCommit, passwords of Amazon Keyspaces and the like become inactive. Restore Access makes them active again.',
	needs: ['iam:ListServiceSpecificCredentials', 'iam:UpdateServiceSpecificCredential'],
	...inactivating({
		noun: 'service-specific credential',
		list: 'ListServiceSpecificCredentials',
		field: 'ServiceSpecificCredentials',
		idField: 'ServiceSpecificCredentialId',
		update: 'UpdateServiceSpecificCredential',
		userComes: 'last',
		describe: async (_iam, row) => parse.text(row['ServiceName'], 'ServiceSpecificCredential.ServiceName'),
	}),
});
