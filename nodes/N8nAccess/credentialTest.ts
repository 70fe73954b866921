import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { apiUrl } from '../../systems/n8n/address';
import { checkN8n } from '../../systems/n8n/check';
import { keyOwner } from '../../systems/n8n/keyOwner';
import { answerTo, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export async function testN8n(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const { baseUrl, apiKey } = credential.data as { baseUrl: string; apiKey: string };
		const send = sendBy(this, () => ({ 'x-n8n-api-key': apiKey.trim() }));
		return checkN8n(httpOver({ system: 'n8n', baseUrl: apiUrl(baseUrl), send }), keyOwner(apiKey));
	});
}
