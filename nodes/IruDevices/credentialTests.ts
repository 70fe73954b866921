import { apiUrl } from '../../systems/iru/address';
import { checkIru } from '../../systems/iru/check';
import { sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export const checkToken: CredentialCheck = async (asking, { baseUrl, apiToken }) => {
	const send = sendBy(asking, () => ({ authorization: `Bearer ${String(apiToken).trim()}` }));
	return checkIru(httpOver({ system: 'Iru', baseUrl: apiUrl(baseUrl), send }));
};

export const testIru = testBy(checkToken);
