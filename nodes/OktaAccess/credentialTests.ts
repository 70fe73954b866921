import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { orgUrl } from '../../systems/okta/address';
import { checkOkta } from '../../systems/okta/check';
import { authorisation, mintSession } from '../../systems/okta/session';
import { serviceAppOf } from '../../systems/okta/serviceApp';
import { answerTo, formBy, sendBy } from '../shared/credentialTest';
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
		const session = await mintSession(app, formBy(this, 'Okta'), () => new Date());
		const send = sendBy(this, ({ method, url }) => authorisation(session, method, url, new Date()));
		return checkOkta(httpOver({ system: 'Okta', baseUrl: app.orgUrl, send }), 'app', session.scopes);
	});
}
