import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { checkDelegation } from '../../systems/google/checkDelegation';
import { checkGoogle, type Check } from '../../systems/google/check';
import { serviceAccountOf } from '../../systems/google/serviceAccount';
import type { SendForm } from '../../systems/google/session';
import { answerTo, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';
import { doorsTo } from './connections';

export async function testServiceAccount(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async (): Promise<Check> => {
		const account = serviceAccountOf(credential.data ?? {});
		const bare = httpOver({ system: 'Google', baseUrl: '', send: sendBy(this, () => ({})) });
		const send: SendForm = ({ url, form }) => bare({ method: 'POST', path: url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() });
		const token = await checkDelegation(account, send);
		const authorised = sendBy(this, () => ({ authorization: `Bearer ${token}` }));
		return checkGoogle(doorsTo(credential.data?.['apiUrl'], authorised, null), account.adminEmail, account.scopes);
	});
}
