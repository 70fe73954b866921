import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { addressOf, withQuery } from '../../systems/scim/address';
import { checkScim } from '../../systems/scim/check';
import { mintToken, type OAuthClient } from '../../systems/scim/session';
import { answerTo, formBy, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export async function testScim(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const data = credential.data ?? {};
		const { baseUrl, query } = addressOf(String(data['baseUrl'] ?? ''));
		const token = data['authentication'] === 'clientCredentials' ? await mintToken(data as unknown as OAuthClient, formBy(this, 'The application')) : String(data['token'] ?? '').trim();
		return checkScim(withQuery(httpOver({ system: 'The application', baseUrl, send: sendBy(this, () => ({ authorization: `Bearer ${token}` })) }), query));
	});
}
