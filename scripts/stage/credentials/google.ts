import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { google } }) => ({
	jmlGoogleServiceAccountApi: { name: 'Google Workspace of the simulated company', data: { serviceAccountEmail: google.serviceAccount.email, privateKey: google.serviceAccount.privateKey, adminEmail: google.adminEmail, apiUrl: google.baseUrl } },
});
