import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { iru } }) => ({
	jmlIruApi: { name: 'Iru of the simulated company', data: { baseUrl: iru.url, apiToken: iru.token } },
});
