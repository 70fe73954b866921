import { orgUrl } from '../../systems/okta/address';
import { checkOkta } from '../../systems/okta/check';
import { authorisation, mintSession } from '../../systems/okta/session';
import { serviceAppOf } from '../../systems/okta/serviceApp';
import { formBy, sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export const checkApiToken: CredentialCheck = async (asking, { orgUrl: entered, apiToken }) => {
	const send = sendBy(asking, () => ({ authorization: `SSWS ${String(apiToken)}` }));
	return checkOkta(httpOver({ system: 'Okta', baseUrl: orgUrl(String(entered ?? '')), send }), 'user', null);
};

export const checkServiceApp: CredentialCheck = async (asking, data) => {
	const app = serviceAppOf(data);
	const session = await mintSession(app, formBy(asking, 'Okta'), () => new Date());
	const send = sendBy(asking, ({ method, url }) => authorisation(session, method, url, new Date()));
	return checkOkta(httpOver({ system: 'Okta', baseUrl: app.orgUrl, send }), 'app', session.scopes);
};

export const testApiToken = testBy(checkApiToken);
export const testServiceApp = testBy(checkServiceApp);
