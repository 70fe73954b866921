import type { Sandbox } from '../../sandbox';
import type { RunningN8n } from '../n8n';

/** Credential ids by type, as templates ask for them. */
export type CredentialIds = Record<string, string>;

/** What an administrator would type into the credential dialogs, for the simulated company. */
export const createCredentials = async ({ api }: RunningN8n, { connections }: Sandbox): Promise<CredentialIds> => {
	const { bamboohr, okta, mail } = connections;
	const { clientId, keyId, privateKey, scopes } = okta.serviceApps.withDpop;
	const wanted: [type: string, name: string, data: Record<string, unknown>][] = [
		['jmlBambooHrApi', 'BambooHR of the simulated company', { companyDomain: bamboohr.companyDomain, apiKey: bamboohr.apiKey, baseUrl: bamboohr.baseUrl }],
		['jmlOktaServiceAppApi', 'Okta of the simulated company', { orgUrl: okta.orgUrl, clientId, keyId, privateKey, scopes: scopes.join(' ') }],
		['jmlOktaApi', 'Okta of the simulated company (API token)', { orgUrl: okta.orgUrl, apiToken: okta.apiToken }],
		['smtp', 'Mail of the simulated company', { host: mail.host, port: mail.port, user: mail.user, password: mail.password, secure: false, disableStartTls: true }],
	];
	const ids: CredentialIds = {};
	for (const [type, name, data] of wanted) ids[type] = await api.createCredential(type, name, data);
	return ids;
};
