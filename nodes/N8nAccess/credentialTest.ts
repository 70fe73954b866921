import { apiUrl } from '../../systems/n8n/address';
import { checkN8n } from '../../systems/n8n/check';
import { keyOwner } from '../../systems/n8n/keyOwner';
import { sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export const checkApiKey: CredentialCheck = async (asking, { baseUrl, apiKey }) => {
	const key = String(apiKey ?? '').trim();
	const send = sendBy(asking, () => ({ 'x-n8n-api-key': key }));
	return checkN8n(httpOver({ system: 'n8n', baseUrl: apiUrl(String(baseUrl ?? '')), send }), keyOwner(key));
};

export const testN8n = testBy(checkApiKey);
