import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { appOf } from '../../systems/entra/app';
import { checkEntra } from '../../systems/entra/check';
import { mintSession, type SendForm } from '../../systems/entra/session';
import { answerTo, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

/** With a token of its own: one that was kept would not show what was granted a moment ago. */
export async function testEntra(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const now = () => new Date();
		const app = appOf(credential.data ?? {}, now());
		const bare = httpOver({ system: 'Entra ID', baseUrl: '', send: sendBy(this, () => ({})) });
		const send: SendForm = ({ url, form }) => bare({ method: 'POST', path: url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() });
		const { token, permissions } = await mintSession(app, send, now);
		return checkEntra(httpOver({ system: 'Entra ID', baseUrl: app.addresses.graph, send: sendBy(this, () => ({ authorization: `Bearer ${token}` })) }), permissions);
	});
}
