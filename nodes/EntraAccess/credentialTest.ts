import { checkEntra } from '../../systems/entra/check';
import { testBy, type CredentialCheck } from '../shared/credentialTest';
import { graphForTest } from '../shared/microsoftApp';

export const checkApp: CredentialCheck = async (asking, data) => {
	const { http, permissions } = await graphForTest(asking, 'Entra ID', data);
	return checkEntra(http, permissions);
};

export const testEntra = testBy(checkApp);
