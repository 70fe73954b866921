import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { apiUrl } from '../../systems/fleet/address';
import { checkFleet } from '../../systems/fleet/check';
import { answerTo, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export async function testFleet(this: ICredentialTestFunctions, { data = {} }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const send = sendBy(this, () => ({ authorization: `Bearer ${String(data['apiToken']).trim()}` }));
		return checkFleet(httpOver({ system: 'Fleet', baseUrl: apiUrl(data['baseUrl']), send }));
	});
}
