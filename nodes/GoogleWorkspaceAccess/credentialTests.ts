import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { checkDelegation } from '../../systems/google/checkDelegation';
import { checkGoogle, type Check } from '../../systems/google/check';
import { serviceAccountOf } from '../../systems/google/serviceAccount';
import { answerTo, formBy, sendBy } from '../shared/credentialTest';
import { doorsTo } from './connections';

export async function testServiceAccount(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async (): Promise<Check> => {
		const account = serviceAccountOf(credential.data ?? {});
		const token = await checkDelegation(account, formBy(this, 'Google'));
		const authorised = sendBy(this, () => ({ authorization: `Bearer ${token}` }));
		return checkGoogle(doorsTo(credential.data?.['apiUrl'], authorised, null), account.adminEmail, account.scopes);
	});
}
