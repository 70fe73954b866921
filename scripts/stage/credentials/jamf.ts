import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { jamf } }) => ({
	jmlJamfApi: { name: 'Jamf Pro of the simulated company', data: { baseUrl: jamf.url, clientId: jamf.clientId, clientSecret: jamf.clientSecret } },
});
