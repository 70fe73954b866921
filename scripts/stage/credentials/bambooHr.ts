import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { bamboohr } }) => ({
	jmlBambooHrApi: { name: 'BambooHR of the simulated company', data: { companyDomain: bamboohr.companyDomain, apiKey: bamboohr.apiKey, baseUrl: bamboohr.baseUrl } },
});
