import { checkDelegation } from '../../systems/google/checkDelegation';
import { checkGoogle } from '../../systems/google/check';
import { serviceAccountOf } from '../../systems/google/serviceAccount';
import { formBy, sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { doorsTo } from './connections';

export const checkServiceAccount: CredentialCheck = async (asking, data) => {
	const account = serviceAccountOf(data);
	const token = await checkDelegation(account, formBy(asking, 'Google'));
	const authorised = sendBy(asking, () => ({ authorization: `Bearer ${token}` }));
	return checkGoogle(doorsTo(data['apiUrl'], authorised, null), account.adminEmail, account.scopes);
};

export const testServiceAccount = testBy(checkServiceAccount);
