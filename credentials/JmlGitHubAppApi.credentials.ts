import type { IAuthenticate, Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, INodeProperties, IN8nHttpFullResponse } from 'n8n-workflow';
import { Problem } from '../lifecycle/problem';
import { oneAtATime } from '../nodes/shared/minting';
import { httpOver, sendingOptions } from '../nodes/shared/transport';
import { usualApiUrl } from '../systems/github/address';
import { appOf } from '../systems/github/app';
import { knows, mintSession, organisationHeader, tokenFor, type Session } from '../systems/github/session';

/** A renewal is handed the request that was sent, in which GitHub is not told what only the pack knows. */
const meant = new WeakMap<object, string>();

/** Requests for which a session was issued anew, since the app may have been installed there after the one before. */
const renewed = new WeakSet<object>();

/** What n8n takes for an expired session, and renews. */
const expired = () => Object.assign(new Problem('unauthorised', 'The session of the GitHub App does not know the organisation yet. Run the case again.'), { response: { status: 401 } });

export class JmlGitHubAppApi implements ICredentialType {
	name = 'jmlGitHubAppApi';

	displayName = 'GitHub App (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:github.svg', dark: 'file:github.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/github.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'API Address',
			name: 'apiUrl',
			type: 'string',
			default: usualApiUrl,
			required: true,
			placeholder: 'https://api.acme.ghe.com',
			description: 'Another one only for an enterprise with data residency',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			placeholder: '123456',
			description: 'The number under "About" in the settings of the app, or its client ID',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			description: 'The .pem file that GitHub lets you download once, whole. The installation in each organisation is found by itself.',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			// n8n keeps it encrypted and asks for a new one when GitHub answers 401.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const app = appOf(credentials);
		const http = httpOver({ system: 'GitHub', baseUrl: app.apiUrl, send: async (request) => (await this.helpers.httpRequest({ ...sendingOptions(request), ignoreHttpStatusErrors: true })) as IN8nHttpFullResponse });
		const session = await oneAtATime('jmlGitHubAppApi', credentials, () => mintSession(app, http, () => new Date()));
		return { sessionToken: JSON.stringify(session) };
	}

	/** A function, because each organisation has a token of its own. */
	authenticate: IAuthenticate = async ({ sessionToken }, request) => {
		const { [organisationHeader]: named, ...headers } = { ...request.headers };
		const organisation = named ?? meant.get(request);
		if (typeof sessionToken !== 'string' || sessionToken === '' || typeof organisation !== 'string') {
			throw new Problem('unauthorised', 'No token was issued for the GitHub App. Press Test in the credential; it says what is missing.');
		}
		const session = JSON.parse(sessionToken) as Session;
		if (!knows(session, organisation) && !renewed.has(request)) {
			renewed.add(request);
			throw expired();
		}
		const authenticated = { ...request, headers: { ...headers, authorization: `Bearer ${tokenFor(session, organisation)}` } };
		meant.set(authenticated, organisation);
		return authenticated;
	};
}
