import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { apiUrl } from '../../systems/github/address';
import { appOf } from '../../systems/github/app';
import { checkApp, checkToken } from '../../systems/github/check';
import { mintSession } from '../../systems/github/session';
import { answerTo, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export async function testGitHub(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const { apiUrl: entered, token } = { ...credential.data };
		const send = sendBy(this, () => ({ authorization: `Bearer ${String(token ?? '').trim()}` }));
		return checkToken(httpOver({ system: 'GitHub', baseUrl: apiUrl(entered), send }));
	});
}

export async function testGitHubApp(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const app = appOf(credential.data ?? {});
		const http = httpOver({ system: 'GitHub', baseUrl: app.apiUrl, send: sendBy(this, () => ({})) });
		return checkApp(() => mintSession(app, http, () => new Date()));
	});
}
