import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { checkJamf } from '../../systems/jamf/check';
import { apiClientOf, mintToken } from '../../systems/jamf/session';
import { answerTo, formBy, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

/** With a token of its own: one that was kept would not show what was granted a moment ago. */
export async function testJamf(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const apiClient = apiClientOf(data);
		const token = await mintToken(apiClient, formBy(this, 'Jamf Pro'));
		return checkJamf(httpOver({ system: 'Jamf Pro', baseUrl: apiClient.serverUrl, send: sendBy(this, () => ({ authorization: `Bearer ${token}` })) }));
	});
}
