import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { okta } }, choice) => {
	const { orgUrl, apiToken, serviceApps } = okta;
	const { clientId, keyId, privateKey, scopes } = serviceApps[choice.okta === 'apiToken' ? 'withDpop' : choice.okta];
	return {
		jmlOktaServiceAppApi: { name: 'Okta of the simulated company', data: { orgUrl, clientId, keyId, privateKey, scopes: scopes.join(' ') } },
		jmlOktaApi: { name: 'Okta of the simulated company (API token)', data: { orgUrl, apiToken } },
	};
};
