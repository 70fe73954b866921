import { awsStep } from './_aws';
import { inactivating } from './_inactive';

export const disableSshKeys = awsStep({
	id: 'disableSshKeys',
	label: 'Disable SSH Keys',
	danger: 'The SSH keys for CodeCommit become inactive. Restore Access makes them active again.',
	needs: ['iam:ListSSHPublicKeys', 'iam:UpdateSSHPublicKey'],
	remains: ['Key pairs of EC2 and SSH keys on machines: AWS IAM does not know them, so they work until somebody takes them off the machines'],
	...inactivating({ noun: 'SSH key', list: 'ListSSHPublicKeys', field: 'SSHPublicKeys', idField: 'SSHPublicKeyId', update: 'UpdateSSHPublicKey', userComes: 'first' }),
});
