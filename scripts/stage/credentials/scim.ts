import type { CredentialsOf, EnteredOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { scim } }) => ({
	jmlScimApi: { name: 'SCIM application of the simulated company', data: { baseUrl: scim.generic.baseUrl, authentication: 'token', token: scim.generic.token } },
});

export const entered: EnteredOf = () => {
	const fields = { applicationName: 'Kestrel Wiki', kind: 'generic', inactive: 'disables' };
	return { 'Cut SCIM Application': fields, 'Restore SCIM Application': fields };
};
