import type { CredentialsOf, EnteredOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { personio } }) => ({
	jmlHrWebhookApi: { name: 'Messages of Personio to the simulated company', data: { secret: personio.webhookToken, previousSecret: '' } },
	oAuth2Api: {
		name: 'Personio of the simulated company',
		data: { grantType: 'clientCredentials', accessTokenUrl: personio.tokenUrl, clientId: personio.clientId, clientSecret: personio.clientSecret, scope: '', authentication: 'body', allowedHttpRequestDomains: 'domains', allowedDomains: 'api.personio.de' },
	},
});

const company = { company: 'kestrel' };

/** What the first note of *Leaver, with Personio* tells an administrator to enter. */
export const entered: EnteredOf = () => ({
	'Check the Message': company,
	'Who Is Still Unread': company,
	'Make the Event': { ...company, dateMeaning: 'firstDayGone', timeZone: 'UTC' },
});
