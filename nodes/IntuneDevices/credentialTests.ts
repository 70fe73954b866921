import { checkIntune } from '../../systems/intune/check';
import { testBy, type CredentialCheck } from '../shared/credentialTest';
import { graphForTest } from '../shared/microsoftApp';

export const checkApp: CredentialCheck = async (asking, data) => {
	const { http, permissions } = await graphForTest(asking, 'Intune', data);
	return checkIntune(http, permissions);
};

export const testIntune = testBy(checkApp);
