import type { CredentialsOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { jumpcloud } }) => {
	const { consoleUrl, insightsUrl, tokenUrl, organisationId, apiKey, administratorEmail, clientId, clientSecret } = jumpcloud;
	return {
		jmlJumpCloudServiceAccountApi: { name: 'JumpCloud of the simulated company', data: { clientId, clientSecret, organisationId, consoleUrl, insightsUrl, tokenUrl } },
		jmlJumpCloudApi: { name: 'JumpCloud of the simulated company (API key)', data: { apiKey, administratorEmail, organisationId, consoleUrl, insightsUrl } },
	};
};
