import { ok, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { notFound } from '../errors';
import { paged } from '../paging';
import { byIntegration, credentialOf, lacksSingleSignOn, unauthenticated, NEEDS } from '../permissions';
import { showOwnProfile, showProfile } from '../shapes/accounts';
import { showFullOrganization, showMembership, showOrganization, showOwnedOrganization } from '../shapes/organizations';
import type { Account, Organization } from '../state';
import { isOwner } from '../state';
import { accountOf, inOrganization } from './places';

function accountCalling({ state, caller }: GitHubCall): { account: Account; credentialId: number } {
	if (caller.kind === 'installation' || caller.kind === 'app') throw byIntegration();
	const account = caller.kind === 'user' ? state.accounts.get(caller.accountId) : undefined;
	if (caller.kind !== 'user' || account === undefined) throw unauthenticated();
	return { account, credentialId: caller.credentialId };
}

/** Organisations the token was not authorised for are left out, and a header says so. */
function reachable(call: GitHubCall): { organizations: Organization[]; headers: Record<string, string> } {
	const { state } = call;
	const { account, credentialId } = accountCalling(call);
	const all = [...state.organizations.values()].filter(({ members }) => members.has(account.id));
	const closed = all.filter((organization) => lacksSingleSignOn(state, organization, credentialOf(state, credentialId)));
	const headers: Record<string, string> = closed.length === 0 ? {} : { 'x-github-sso': `partial-results; organizations=${closed.map(({ id }) => id).join(',')}` };
	return { organizations: all.filter((organization) => !closed.includes(organization)), headers };
}

function ownOrganizations(call: GitHubCall, show: (organization: Organization) => unknown): Reply {
	const { organizations, headers } = reachable(call);
	const reply = paged(call, { items: organizations, show });
	return { ...reply, headers: { ...reply.headers, ...headers } };
}

const limit = (call: GitHubCall, who: string, resource: 'core' | 'graphql', usual: number) => {
	const usage = call.state.usage.get(`${who}/${resource}`);
	const allowed = call.state.settings.hourlyLimit ?? usual;
	const used = usage !== undefined && usage.endsAtElapsed > call.clock.elapsed() ? usage.used : 0;
	const endsIn = usage !== undefined && used > 0 ? usage.endsAtElapsed - call.clock.elapsed() : 3_600_000;
	return { limit: allowed, used, remaining: allowed - used, reset: Math.ceil((call.clock.now() + endsIn) / 1000), resource };
};

function rateLimit(call: GitHubCall): Reply {
	const { caller, state } = call;
	const who = caller.kind === 'user' ? `user ID ${caller.accountId}` : caller.kind === 'installation' ? `installation ID ${caller.installationId}` : '127.0.0.1';
	const usual = caller.kind === 'installation' && state.organizations.get(state.installations.get(caller.installationId)?.organizationId ?? 0)?.plan === 'enterprise' ? 15_000 : caller.kind === 'nobody' ? 60 : 5_000;
	const core = limit(call, who, 'core', usual);
	return ok({ resources: { core, graphql: limit(call, who, 'graphql', usual), search: { ...core, limit: 30, used: 0, remaining: 30, resource: 'search' } }, rate: core });
}

export const accountRoutes: GitHubRoute[] = [
	{ method: 'GET', path: '/user', handle: (call) => ok(showOwnProfile(accountCalling(call).account, call.baseUrl)) },
	{ method: 'GET', path: '/user/orgs', handle: (call) => ownOrganizations(call, (organization) => showOrganization(organization, call.baseUrl)) },
	{
		method: 'GET',
		path: '/user/memberships/orgs',
		handle: (call) => {
			const { account } = accountCalling(call);
			return ownOrganizations(call, (organization) => showMembership(call.state, organization, account.id, { state: 'active', role: organization.members.get(account.id)?.role ?? 'member' }, call.baseUrl));
		},
	},
	{
		method: 'GET',
		path: '/user/:id',
		handle: (call) => {
			const account = call.state.accounts.get(Number(call.params.id));
			if (account === undefined) throw notFound();
			return ok(showProfile(account, call.baseUrl));
		},
	},
	{ method: 'GET', path: '/users/:username', handle: (call) => ok(showProfile(accountOf(call), call.baseUrl)) },
	{ method: 'GET', path: '/rate_limit', handle: rateLimit },
	{ method: 'GET', path: '/meta', handle: () => ok({ verifiable_password_authentication: false }) },
	...inOrganization('GET', '', NEEDS.profile, (call, organization) => {
		const { caller, state } = call;
		const isInside = caller.kind === 'user' && isOwner(organization, caller.accountId) && !lacksSingleSignOn(state, organization, credentialOf(state, caller.credentialId));
		return ok(isInside ? showOwnedOrganization(organization, call.baseUrl) : showFullOrganization(organization, call.baseUrl));
	}),
];
