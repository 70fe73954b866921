import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { checkIntune } from '../../systems/intune/check';
import { answerTo } from '../shared/credentialTest';
import { graphForTest } from '../shared/microsoftApp';

export async function testIntune(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const { http, permissions } = await graphForTest(this, 'Intune', credential);
		return checkIntune(http, permissions);
	});
}
