import type { CredentialsOf, EnteredOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { entra } }) => ({
	jmlIntuneApi: {
		name: 'Intune of the simulated company',
		data: { tenantId: entra.tenantId, clientId: entra.devices.clientId, authentication: 'clientSecret', clientSecret: entra.devices.clientSecret, loginUrl: entra.loginUrl, graphUrl: entra.graphUrl },
	},
});

export const entered: EnteredOf = () => ({ 'Secure Intune Devices': {}, 'Ask Intune': {} });
