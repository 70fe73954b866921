import type { Clock } from '../../clock';
import { header, type Incoming } from '../../server/message';
import type { GitHubCaller } from '../call';
import { isExpired } from '../credentials';
import { badRequest, forbidden, refuse } from '../errors';
import type { GitHubState } from '../state';
import { gitHubTime } from '../state';
import { appBehind } from './appToken';
import { countRequest, factsOf } from './usage';

/** The first is taken where a request names none. */
export const API_VERSIONS: readonly string[] = ['2022-11-28', '2026-03-10'];

const UNAUTHENTICATED_LIMIT = 60;
const USER_LIMIT = 5_000;
const ENTERPRISE_APP_LIMIT = 15_000;

const badCredentials = () => refuse(401, 'Bad credentials');

function checkRequest(incoming: Incoming): void {
	if ((header(incoming, 'user-agent') ?? '') === '') {
		throw forbidden('Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent).');
	}
	const version = header(incoming, 'x-github-api-version');
	if (version !== undefined && !API_VERSIONS.includes(version)) throw badRequest(`"${version}" is not a supported version of the API. Supported: ${API_VERSIONS.join(', ')}.`);
}

const tokenIn = (incoming: Incoming) => {
	const sent = header(incoming, 'authorization');
	return sent === undefined ? undefined : (/^(?:Bearer|token) (\S+)$/i.exec(sent)?.[1] ?? '');
};

function installationCaller(state: GitHubState, clock: Clock, token: string): GitHubCaller & { kind: 'installation' } {
	const known = state.installationTokens.get(token);
	const installation = state.installations.get(known?.installationId ?? 0);
	if (known === undefined || installation === undefined || known.expiresAt <= clock.now()) throw badCredentials();
	if (installation.suspendedAt !== null) throw forbidden('This installation has been suspended');
	return { kind: 'installation', installationId: installation.id, permissions: known.permissions };
}

function identify(state: GitHubState, clock: Clock, incoming: Incoming): GitHubCaller {
	const token = tokenIn(incoming);
	if (token === undefined) return { kind: 'nobody' };
	if (token.split('.').length === 3) return { kind: 'app', appId: appBehind(state, clock, token).id };
	if (token.startsWith('ghs_')) return installationCaller(state, clock, token);
	const credential = [...state.credentials.values()].find(({ kind, value }) => kind !== 'ssh_key' && value === token);
	if (credential === undefined || isExpired(credential, clock.now())) throw badCredentials();
	credential.lastUsedAt = gitHubTime(clock.now());
	if (credential.kind !== 'fine_grained_pat') factsOf(incoming).scopes = credential.scopes;
	return { kind: 'user', accountId: credential.accountId, credentialId: credential.id };
}

function allowance(state: GitHubState, caller: GitHubCaller): { who: string; limit: number } {
	switch (caller.kind) {
		case 'user':
			return { who: `user ID ${caller.accountId}`, limit: USER_LIMIT };
		case 'installation': {
			const organization = state.organizations.get(state.installations.get(caller.installationId)?.organizationId ?? 0);
			return { who: `installation ID ${caller.installationId}`, limit: organization?.plan === 'enterprise' ? ENTERPRISE_APP_LIMIT : USER_LIMIT };
		}
		case 'app':
			return { who: `app ID ${caller.appId}`, limit: USER_LIMIT };
		default:
			return { who: '127.0.0.1', limit: UNAUTHENTICATED_LIMIT };
	}
}

export function authenticateWith(clock: Clock) {
	return (incoming: Incoming, state: GitHubState, needs: string | undefined): GitHubCaller => {
		checkRequest(incoming);
		if (needs !== undefined) factsOf(incoming).acceptedScopes = needs;
		const caller = identify(state, clock, incoming);
		// Asking what is left costs nothing.
		if (incoming.path !== '/rate_limit') countRequest(state, clock, incoming, allowance(state, caller));
		return caller;
	};
}
