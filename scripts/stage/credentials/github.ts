import type { CredentialsOf, EnteredOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { github } }) => ({
	jmlGitHubApi: { name: 'GitHub of the simulated company', data: { apiUrl: github.apiUrl, token: github.token } },
	jmlGitHubAppApi: { name: 'GitHub App of the simulated company', data: { apiUrl: github.apiUrl, appId: String(github.app.appId), privateKey: github.app.privateKey } },
});

export const entered: EnteredOf = ({ connections: { github } }) => {
	const fields = { organisations: `${github.organization}\n${github.otherOrganization}` };
	return { 'Cut GitHub': fields, 'Restore GitHub': fields };
};
