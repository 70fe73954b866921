import type { CredentialsOf, EnteredOf } from './_credentials';

/** Of n8n's own nodes, through which the template *Tell Somebody* reaches people. */
export const credentials: CredentialsOf = ({ connections: { serviceNow, jira, github, google, slack, teams } }) => ({
	serviceNowBasicApi: { name: 'ServiceNow of the simulated company', data: { user: serviceNow.user, password: serviceNow.password, subdomain: serviceNow.subdomain } },
	jiraSoftwareCloudApi: { name: 'Jira of the simulated company', data: { email: jira.email, apiToken: jira.apiToken, domain: jira.url } },
	githubApi: { name: 'GitHub issues of the simulated company', data: { server: github.apiUrl, user: 'kestrel-automation', accessToken: github.token } },
	googleApi: { name: 'Google Sheets of the simulated company', data: { email: google.serviceAccount.email, privateKey: google.serviceAccount.privateKey, region: 'us-central1' } },
	slackApi: { name: 'Slack of the simulated company', data: { accessToken: slack.botToken, signatureSecret: '' } },
	// n8n gets this from a browser in which somebody signs in.
	microsoftTeamsOAuth2Api: { name: 'Teams of the simulated company', data: { clientId: teams.oauth.clientId, clientSecret: teams.oauth.clientSecret, oauthTokenData: teams.signedIn } },
});

const listed = (value: string) => ({ __rl: true, mode: 'list', value, cachedResultName: value });
const placeIn = ({ id, issueTypeId }: { id: string; issueTypeId: string }) => ({ project: listed(id), issueType: listed(issueTypeId) });

export const entered: EnteredOf = ({ connections: { jira, teams } }) => ({
	'Find in ServiceNow': {},
	'Create in ServiceNow': {},
	'Find in Jira': {},
	'Create in Jira': placeIn(jira.project),
	'Find in Jira Service Management': {},
	'Create in Jira Service Management': placeIn(jira.servicePlace),
	'Find in GitHub': {},
	'Create in GitHub': {},
	'Find in Google Sheets': {},
	'Write into Google Sheets': {},
	'Post to Slack': {},
	'Post to Teams': { teamId: listed(teams.teamId), channelId: listed(teams.channelId) },
});
