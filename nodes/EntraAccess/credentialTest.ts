import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { checkEntra } from '../../systems/entra/check';
import { answerTo } from '../shared/credentialTest';
import { graphForTest } from '../shared/microsoftApp';

export async function testEntra(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const { http, permissions } = await graphForTest(this, 'Entra ID', credential);
		return checkEntra(http, permissions);
	});
}
