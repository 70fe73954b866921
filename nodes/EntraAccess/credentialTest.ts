import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { appOf } from '../../systems/entra/app';
import { checkEntra } from '../../systems/entra/check';
import { mintSession } from '../../systems/entra/session';
import { answerTo, formBy, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

/** With a token of its own: one that was kept would not show what was granted a moment ago. */
export async function testEntra(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const now = () => new Date();
		const app = appOf(credential.data ?? {}, now());
		const { token, permissions } = await mintSession(app, formBy(this, 'Entra ID'), now);
		return checkEntra(httpOver({ system: 'Entra ID', baseUrl: app.addresses.graph, send: sendBy(this, () => ({ authorization: `Bearer ${token}` })) }), permissions);
	});
}
