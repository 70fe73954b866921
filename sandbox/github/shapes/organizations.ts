import type { Credential, App, Authorization, CredentialKind, GitHubState, Grant, Hook, Installation, Invitation, Member, Organization, Team } from '../state';
import { loginOf } from '../state';
import { isExpired } from '../credentials';
import { nodeId, showAccountById } from './accounts';

export function showOrganization({ id, login }: Organization, baseUrl: string) {
	const url = `${baseUrl}/orgs/${login}`;
	return {
		login,
		id,
		node_id: nodeId('Organization', id),
		url,
		repos_url: `${url}/repos`,
		events_url: `${url}/events`,
		hooks_url: `${url}/hooks`,
		issues_url: `${url}/issues`,
		members_url: `${url}/members{/member}`,
		public_members_url: `${url}/public_members{/member}`,
		avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
		description: null,
	};
}

export const showFullOrganization = (organization: Organization, baseUrl: string) => ({
	...showOrganization(organization, baseUrl),
	name: organization.name,
	is_verified: organization.verifiedDomains.length > 0,
	has_organization_projects: true,
	has_repository_projects: true,
	public_repos: 0,
	public_gists: 0,
	followers: 0,
	following: 0,
	html_url: `https://github.com/${organization.login}`,
	type: 'Organization',
	created_at: organization.createdAt,
	updated_at: organization.createdAt,
	archived_at: null,
});

/** What owners see of it besides. */
export const showOwnedOrganization = (organization: Organization, baseUrl: string) => ({
	...showFullOrganization(organization, baseUrl),
	plan: { name: organization.plan, space: 976562499, private_repos: 999999, filled_seats: organization.members.size, seats: organization.members.size + 25 },
	default_repository_permission: 'none',
	two_factor_requirement_enabled: false,
	members_can_fork_private_repositories: true,
});

export const showMembership = (state: GitHubState, organization: Organization, accountId: number, membership: { state: 'active' | 'pending'; role: Member['role'] }, baseUrl: string) => ({
	url: `${baseUrl}/orgs/${organization.login}/memberships/${loginOf(state, accountId) ?? ''}`,
	...membership,
	organization_url: `${baseUrl}/orgs/${organization.login}`,
	user: showAccountById(state, accountId, baseUrl),
	organization: showOrganization(organization, baseUrl),
});

export const showInvitation = (state: GitHubState, organization: Organization, invitation: Invitation, baseUrl: string) => ({
	id: invitation.id,
	node_id: nodeId('OrganizationInvitation', invitation.id),
	login: loginOf(state, invitation.accountId),
	email: invitation.email,
	role: invitation.role,
	created_at: invitation.createdAt,
	failed_at: null,
	failed_reason: null,
	inviter: showAccountById(state, invitation.inviterId, baseUrl),
	team_count: invitation.teams.size,
	invitation_teams_url: `${baseUrl}/organizations/${organization.id}/invitations/${invitation.id}/teams`,
	invitation_source: invitation.source,
});

export function showTeam(state: GitHubState, organization: Organization, team: Team, baseUrl: string) {
	const parent = team.parentId === null ? undefined : state.teams.get(team.parentId);
	return { ...showPlainTeam(organization, team, baseUrl), parent: parent === undefined ? null : showPlainTeam(organization, parent, baseUrl) };
}

export function showPlainTeam(organization: Organization, { id, name, slug, description, privacy }: Team, baseUrl: string) {
	const url = `${baseUrl}/organizations/${organization.id}/team/${id}`;
	return {
		id,
		node_id: nodeId('Team', id),
		name,
		slug,
		description,
		privacy,
		notification_setting: 'notifications_enabled',
		permission: 'pull',
		url,
		html_url: `https://github.com/orgs/${organization.login}/teams/${slug}`,
		members_url: `${url}/members{/member}`,
		repositories_url: `${url}/repos`,
	};
}

export const showTeamMembership = (organization: Organization, team: Team, login: string, membership: { role: 'member' | 'maintainer'; state: 'active' | 'pending' }, baseUrl: string) => ({
	...membership,
	url: `${baseUrl}/organizations/${organization.id}/team/${team.id}/memberships/${login}`,
});

/** The vendor describes them for people to read: only the first two wordings are published. */
const WORDING: Record<CredentialKind, string> = {
	classic_pat: 'personal access token',
	ssh_key: 'SSH Key',
	fine_grained_pat: 'fine-grained personal access token',
	oauth_app_token: 'OAuth app token',
};

export function showAuthorization(login: string, { id, authorizedAt, accessedAt }: Authorization, credential: Credential) {
	const shown = { login, credential_id: id, credential_type: WORDING[credential.kind], credential_authorized_at: authorizedAt, credential_accessed_at: accessedAt, authorized_credential_id: credential.id };
	return credential.kind === 'ssh_key'
		? { ...shown, fingerprint: credential.value, authorized_credential_title: credential.note }
		: { ...shown, token_last_eight: credential.value.slice(-8), scopes: [...credential.scopes], authorized_credential_note: credential.note, authorized_credential_expires_at: credential.expiresAt };
}

/** Permissions are shown by what they are about. */
const grouped = (permissions: Grant['permissions']) => {
	const isOrganizations = (name: string) => name === 'members' || name.startsWith('organization_');
	const pick = (fits: (name: string) => boolean) => Object.fromEntries(Object.entries(permissions).filter(([name]) => fits(name)));
	return { organization: pick(isOrganizations), repository: pick((name) => !isOrganizations(name)) };
};

export const showGrant = (state: GitHubState, organization: Organization, grant: Grant, credential: Credential, now: number, baseUrl: string) => ({
	id: grant.id,
	owner: showAccountById(state, credential.accountId, baseUrl),
	repository_selection: grant.repositorySelection,
	repositories_url: `${baseUrl}/organizations/${organization.id}/personal-access-tokens/${grant.id}/repositories`,
	permissions: grouped(grant.permissions),
	access_granted_at: grant.grantedAt,
	token_id: credential.id,
	token_name: credential.note,
	token_expired: isExpired(credential, now),
	token_expires_at: credential.expiresAt,
	token_last_used_at: credential.lastUsedAt,
});

export const showHook = (organization: Organization, hook: Hook, baseUrl: string) => {
	const url = `${baseUrl}/orgs/${organization.login}/hooks/${hook.id}`;
	return { id: hook.id, type: 'Organization', name: 'web', url, ping_url: `${url}/pings`, deliveries_url: `${url}/deliveries`, events: [...hook.events], active: hook.active, config: { url: hook.url, content_type: 'json', insecure_ssl: '0' }, updated_at: hook.createdAt, created_at: hook.createdAt };
};

export function showInstallation(state: GitHubState, installation: Installation, baseUrl: string) {
	const { id, appId, organizationId, permissions, events, createdAt, suspendedAt } = installation;
	const organization = state.organizations.get(organizationId);
	const account = { ...showAccountById(state, organizationId, baseUrl), id: organizationId, login: organization?.login ?? '', type: 'Organization', node_id: nodeId('Organization', organizationId) };
	return {
		id,
		account,
		repository_selection: 'all' as const,
		access_tokens_url: `${baseUrl}/app/installations/${id}/access_tokens`,
		repositories_url: `${baseUrl}/installation/repositories`,
		html_url: `https://github.com/organizations/${organization?.login ?? ''}/settings/installations/${id}`,
		app_id: appId,
		app_slug: state.apps.get(appId)?.slug ?? '',
		target_id: organizationId,
		target_type: 'Organization',
		permissions: { ...permissions },
		events: [...events],
		created_at: createdAt,
		updated_at: createdAt,
		single_file_name: null,
		suspended_by: null,
		suspended_at: suspendedAt,
	};
}

export const showApp = (state: GitHubState, app: App, permissions: Installation['permissions'], baseUrl: string) => ({
	id: app.id,
	slug: app.slug,
	node_id: nodeId('Integration', app.id),
	client_id: app.clientId,
	owner: showAccountById(state, app.ownerId, baseUrl),
	name: app.name,
	description: null,
	external_url: 'https://kestrel.example',
	html_url: `https://github.com/apps/${app.slug}`,
	created_at: app.createdAt,
	updated_at: app.createdAt,
	permissions: { ...permissions },
	events: [],
});
