import { checkJamf } from '../../systems/jamf/check';
import { apiClientOf, mintToken } from '../../systems/jamf/session';
import { formBy, sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export const checkApiClient: CredentialCheck = async (asking, data) => {
	const apiClient = apiClientOf(data);
	const token = await mintToken(apiClient, formBy(asking, 'Jamf Pro'));
	return checkJamf(httpOver({ system: 'Jamf Pro', baseUrl: apiClient.serverUrl, send: sendBy(asking, () => ({ authorization: `Bearer ${token}` })) }));
};

export const testJamf = testBy(checkApiClient);
