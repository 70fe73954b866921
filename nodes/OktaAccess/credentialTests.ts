import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { orgUrl } from '../../systems/okta/address';
import { checkOkta } from '../../systems/okta/check';
import { authorisation, mintSession } from '../../systems/okta/session';
import { serviceAppOf } from '../../systems/okta/serviceApp';
import { answerTo, sendBy } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export async function testApiToken(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const { orgUrl: entered, apiToken } = credential.data as { orgUrl: string; apiToken: string };
		const send = sendBy(this, () => ({ authorization: `SSWS ${apiToken}` }));
		return checkOkta(httpOver({ system: 'Okta', baseUrl: orgUrl(entered), send }), 'user', null);
	});
}

export async function testServiceApp(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return answerTo(async () => {
		const app = serviceAppOf(credential.data ?? {});
		// mintSession names the whole address.
		const http = httpOver({ system: 'Okta', baseUrl: '', send: sendBy(this, () => ({})) });
		const session = await mintSession(
			app,
			({ url, form, headers }) => http({ method: 'POST', path: url, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() }),
			() => new Date(),
		);
		const send = sendBy(this, ({ method, url }) => authorisation(session, method, url, new Date()));
		return checkOkta(httpOver({ system: 'Okta', baseUrl: app.orgUrl, send }), 'app', session.scopes);
	});
}
