import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { n8n } }) => ({
	jmlN8nApi: { name: 'n8n of the simulated company', data: { baseUrl: n8n.baseUrl, apiKey: n8n.apiKey } },
});
