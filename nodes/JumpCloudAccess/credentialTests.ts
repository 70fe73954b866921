import { checkJumpCloud } from '../../systems/jumpCloud/check';
import { keyHolderOf, organisationHeader, placeOf, serviceAccountOf, type Place } from '../../systems/jumpCloud/place';
import { mintToken } from '../../systems/jumpCloud/session';
import { formBy, sendBy, testBy, type Asking, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

const checkBy = (asking: Asking, place: Place, authorisation: Record<string, string>) => {
	const send = sendBy(asking, () => ({ ...authorisation, ...organisationHeader(place) }));
	const at = (baseUrl: string) => httpOver({ system: 'JumpCloud', baseUrl, send });
	return checkJumpCloud({ console: at(place.consoleUrl), insights: at(place.insightsUrl) }, place);
};

export const checkApiKey: CredentialCheck = async (asking, data) => checkBy(asking, placeOf(data), { 'x-api-key': keyHolderOf(data).apiKey });

export const checkServiceAccount: CredentialCheck = async (asking, data) => {
	const place = placeOf(data);
	const token = await mintToken(place, serviceAccountOf(data), formBy(asking, 'JumpCloud'));
	return checkBy(asking, place, { authorization: `Bearer ${token}` });
};

export const testApiKey = testBy(checkApiKey);
export const testServiceAccount = testBy(checkServiceAccount);
