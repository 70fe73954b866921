import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { entra } }) => ({
	jmlEntraApi: { name: 'Entra ID of the simulated company', data: { tenantId: entra.tenantId, clientId: entra.clientId, authentication: 'clientSecret', clientSecret: entra.clientSecret, loginUrl: entra.loginUrl, graphUrl: entra.graphUrl } },
});
