import { apiUrl } from '../../systems/github/address';
import { appOf } from '../../systems/github/app';
import { checkApp, checkToken } from '../../systems/github/check';
import { mintSession } from '../../systems/github/session';
import { sendBy, testBy, type CredentialCheck } from '../shared/credentialTest';
import { httpOver } from '../shared/transport';

export const checkGitHub: CredentialCheck = async (asking, { apiUrl: entered, token }) => {
	const send = sendBy(asking, () => ({ authorization: `Bearer ${String(token ?? '').trim()}` }));
	return checkToken(httpOver({ system: 'GitHub', baseUrl: apiUrl(entered), send }));
};

export const checkGitHubApp: CredentialCheck = async (asking, data) => {
	const app = appOf(data);
	const http = httpOver({ system: 'GitHub', baseUrl: app.apiUrl, send: sendBy(asking, () => ({})) });
	return checkApp(() => mintSession(app, http, () => new Date()));
};

export const testGitHub = testBy(checkGitHub);
export const testGitHubApp = testBy(checkGitHubApp);
