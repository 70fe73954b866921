import { addressOf, withQuery } from '../../systems/scim/address';
import { checkScim } from '../../systems/scim/check';
import { mintToken, type OAuthClient } from '../../systems/scim/session';
import { formBy, sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export const checkApplication: CredentialCheck = async (asking, data) => {
	const { baseUrl, query } = addressOf(String(data['baseUrl'] ?? ''));
	const token = data['authentication'] === 'clientCredentials' ? await mintToken(data as unknown as OAuthClient, formBy(asking, 'The application')) : String(data['token'] ?? '').trim();
	return checkScim(withQuery(httpOver({ system: 'The application', baseUrl, send: sendBy(asking, () => ({ authorization: `Bearer ${token}` })) }), query));
};

export const testScim = testBy(checkApplication);
