import type { Sandbox } from '../../sandbox';
import type { RunningN8n } from '../n8n';

/** Credential ids by type, as templates ask for them. */
export type CredentialIds = Record<string, string>;

export type OktaCredential = 'apiToken' | 'withDpop' | 'withoutDpop';

interface Typed {
	name: string;
	data: Record<string, string | number | boolean>;
}

/** What an administrator would type into the credential dialogs, for the simulated company. By credential type. */
export const companyCredentials = ({ connections }: Pick<Sandbox, 'connections'>, okta: OktaCredential = 'withDpop'): Record<string, Typed> => {
	const { bamboohr, google, entra, mail } = connections;
	const { orgUrl, apiToken, serviceApps } = connections.okta;
	const { clientId, keyId, privateKey, scopes } = serviceApps[okta === 'apiToken' ? 'withDpop' : okta];
	return {
		jmlBambooHrApi: { name: 'BambooHR of the simulated company', data: { companyDomain: bamboohr.companyDomain, apiKey: bamboohr.apiKey, baseUrl: bamboohr.baseUrl } },
		jmlOktaServiceAppApi: { name: 'Okta of the simulated company', data: { orgUrl, clientId, keyId, privateKey, scopes: scopes.join(' ') } },
		jmlOktaApi: { name: 'Okta of the simulated company (API token)', data: { orgUrl, apiToken } },
		jmlGoogleServiceAccountApi: { name: 'Google Workspace of the simulated company', data: { serviceAccountEmail: google.serviceAccount.email, privateKey: google.serviceAccount.privateKey, adminEmail: google.adminEmail, apiUrl: google.baseUrl } },
		jmlEntraApi: { name: 'Entra ID of the simulated company', data: { tenantId: entra.tenantId, clientId: entra.clientId, authentication: 'clientSecret', clientSecret: entra.clientSecret, loginUrl: entra.loginUrl, graphUrl: entra.graphUrl } },
		smtp: { name: 'Mail of the simulated company', data: { host: mail.host, port: mail.port, user: mail.user, password: mail.password, secure: false, disableStartTls: true } },
	};
};

export const createCredentials = async ({ api }: RunningN8n, sandbox: Sandbox): Promise<CredentialIds> => {
	const ids: CredentialIds = {};
	for (const [type, { name, data }] of Object.entries(companyCredentials(sandbox))) ids[type] = await api.createCredential(type, name, data);
	return ids;
};
