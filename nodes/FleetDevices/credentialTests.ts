import { apiUrl } from '../../systems/fleet/address';
import { checkFleet } from '../../systems/fleet/check';
import { sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export const checkToken: CredentialCheck = async (asking, { baseUrl, apiToken }) => {
	const send = sendBy(asking, () => ({ authorization: `Bearer ${String(apiToken).trim()}` }));
	return checkFleet(httpOver({ system: 'Fleet', baseUrl: apiUrl(baseUrl), send }));
};

export const testFleet = testBy(checkToken);
