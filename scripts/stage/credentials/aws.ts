import type { CredentialsOf, EnteredOf } from './_credentials';

/** The region is Identity Center's own; for IAM any of the same partition will do. */
export const credentials: CredentialsOf = ({ connections: { aws } }) => ({
	jmlAwsApi: { name: 'AWS of the simulated company', data: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey, sessionToken: '', region: aws.identityCenter.region, endpointUrl: aws.endpointUrl } },
});

export const entered: EnteredOf = () => ({ 'Cut AWS IAM': {}, 'Restore AWS IAM': {} });
