import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { apiUrl } from '../../systems/iru/address';
import { checkIru } from '../../systems/iru/check';
import { answerTo, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export async function testIru(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const send = sendBy(this, () => ({ authorization: `Bearer ${String(data['apiToken']).trim()}` }));
		return checkIru(httpOver({ system: 'Iru', baseUrl: apiUrl(data['baseUrl']), send }));
	});
}
