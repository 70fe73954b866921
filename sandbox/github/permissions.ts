import type { GitHubCall } from './call';
import { authorizationOf, grantOf } from './credentials';
import { forbidden, notFound, refuse } from './errors';
import { atLeast, permissionOf } from './repositories';
import type { Access, Credential, GitHubState, Organization, Permission, Permissions, Repository } from './state';
import { isOwner } from './state';

export interface Need {
	/** One of these, of a classic or an OAuth token. None: such a token needs no scope. */
	scopes: readonly string[];
	/** Of an app, or of a fine-grained token: "members:write". Null: not for these. */
	permission: string | null;
	/** Who the person behind a token must be. */
	who: 'anybody' | 'member' | 'owner';
	/** Whoever may not is told that there is nothing. */
	hidden?: boolean;
	/** No person's token will do. */
	appsOnly?: boolean;
}

export interface RepositoryNeed extends Omit<Need, 'who' | 'appsOnly'> {
	level: Permission;
}

/** Which scopes come with which. */
const IMPLIED: Record<string, readonly string[]> = {
	'admin:org': ['write:org', 'read:org'],
	'write:org': ['read:org'],
	'admin:enterprise': ['read:enterprise'],
	audit_log: ['read:audit_log'],
};

const scopesOf = ({ scopes }: Credential) => new Set(scopes.flatMap((scope) => [scope, ...(IMPLIED[scope] ?? [])]));

export const hasScope = (credential: Credential, wanted: readonly string[]) => wanted.length === 0 || wanted.some((scope) => scopesOf(credential).has(scope));

export function hasPermission(held: Permissions, permission: string): boolean {
	const [name = '', access] = permission.split(':') as [string, Access];
	return held[name] === 'write' || held[name] === access;
}

export const byIntegration = () => forbidden('Resource not accessible by integration');
export const byToken = () => forbidden('Resource not accessible by personal access token');
export const unauthenticated = () => refuse(401, 'Requires authentication');

export const ssoUrl = ({ login }: Organization) => `https://github.com/orgs/${login}/sso`;

export const singleSignOn = (organization: Organization) =>
	refuse(403, 'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.', {
		headers: { 'x-github-sso': `required; url=${ssoUrl(organization)}?authorization_request=SANDBOX` },
		documentation: 'https://docs.github.com/articles/authenticating-to-a-github-organization-with-saml-single-sign-on/',
	});

export const credentialOf = (state: GitHubState, credentialId: number): Credential => {
	const credential = state.credentials.get(credentialId);
	if (credential === undefined) throw refuse(401, 'Bad credentials');
	return credential;
};

/** A member's token opens an organisation with single sign-on only once it was authorised for it. */
export const lacksSingleSignOn = (state: GitHubState, organization: Organization, credential: Credential) =>
	organization.saml !== null && organization.members.has(credential.accountId) && credential.kind !== 'fine_grained_pat' && authorizationOf(state, organization.id, credential.id) === undefined;

function demandOfCredential({ state, clock }: GitHubCall, organization: Organization, credential: Credential, { scopes, permission, hidden }: Omit<Need, 'who'>): void {
	if (lacksSingleSignOn(state, organization, credential)) throw singleSignOn(organization);
	const authorization = authorizationOf(state, organization.id, credential.id);
	if (authorization !== undefined) authorization.accessedAt = credential.lastUsedAt ?? clock.iso();
	if (credential.kind === 'fine_grained_pat') {
		const grant = grantOf(state, organization.id, credential.id);
		if (grant === undefined || permission === null || !hasPermission(grant.permissions, permission)) throw byToken();
	} else if (!hasScope(credential, scopes)) {
		throw hidden === true ? notFound() : forbidden(`Your token has not been granted the required scopes: one of [${scopes.map((scope) => `'${scope}'`).join(', ')}]. Please modify your token's scopes at: https://github.com/settings/tokens.`);
	}
}

export function demandInOrganization(call: GitHubCall, organization: Organization, need: Need): void {
	const { state, caller } = call;
	const { who, permission, hidden, appsOnly } = need;
	if (who === 'anybody') return;
	if (caller.kind === 'installation') {
		const installation = state.installations.get(caller.installationId);
		if (installation?.organizationId !== organization.id || permission === null || !hasPermission(caller.permissions, permission)) throw byIntegration();
		return;
	}
	if (caller.kind !== 'user') throw unauthenticated();
	if (appsOnly === true) throw byToken();
	if (!organization.members.has(caller.accountId)) throw hidden === true ? notFound() : forbidden(`You must be a member of ${organization.login}.`);
	demandOfCredential(call, organization, credentialOf(state, caller.credentialId), need);
	if (who === 'owner' && !isOwner(organization, caller.accountId)) throw hidden === true ? notFound() : forbidden('You must be an admin of this organization.');
}

export function demandInRepository(call: GitHubCall, repository: Repository, need: RepositoryNeed): void {
	const { state, caller } = call;
	const { permission, level, hidden } = need;
	if (!repository.isPrivate && level === 'pull') return;
	const organization = state.organizations.get(repository.ownerId);
	if (caller.kind === 'installation') {
		if (state.installations.get(caller.installationId)?.organizationId !== repository.ownerId) throw repository.isPrivate ? notFound() : byIntegration();
		if (permission === null || !hasPermission(caller.permissions, permission)) throw byIntegration();
		return;
	}
	if (caller.kind !== 'user') throw repository.isPrivate && caller.kind === 'nobody' ? notFound() : unauthenticated();
	const held = permissionOf(state, repository, caller.accountId);
	if (repository.isPrivate && held === null) throw notFound();
	const credential = credentialOf(state, caller.credentialId);
	if (organization !== undefined) demandOfCredential(call, organization, credential, { ...need, hidden: repository.isPrivate || hidden === true });
	if (!atLeast(held ?? 'pull', level)) throw hidden === true ? notFound() : forbidden('Must have admin rights to Repository.');
}

export const NEEDS = {
	profile: { scopes: [], permission: null, who: 'anybody' },
	readMembership: { scopes: ['read:org'], permission: 'members:read', who: 'member' },
	writeMembership: { scopes: ['admin:org'], permission: 'members:write', who: 'owner' },
	readInvitations: { scopes: ['admin:org'], permission: 'members:read', who: 'owner', hidden: true },
	writeInvitations: { scopes: ['admin:org'], permission: 'members:write', who: 'owner', hidden: true },
	readTeams: { scopes: ['read:org'], permission: 'members:read', who: 'member', hidden: true },
	writeTeams: { scopes: ['admin:org', 'write:org'], permission: 'members:write', who: 'member', hidden: true },
	readOutsiders: { scopes: ['admin:org', 'read:org'], permission: 'members:read', who: 'owner' },
	writeOutsiders: { scopes: ['admin:org'], permission: 'members:write', who: 'owner' },
	readAuthorizations: { scopes: ['read:org', 'admin:org'], permission: 'organization_administration:read', who: 'owner', hidden: true },
	writeAuthorizations: { scopes: ['admin:org'], permission: 'organization_administration:write', who: 'owner', hidden: true },
	readTokens: { scopes: [], permission: 'organization_personal_access_tokens:read', who: 'owner', appsOnly: true },
	writeTokens: { scopes: [], permission: 'organization_personal_access_tokens:write', who: 'owner', appsOnly: true },
	readInstallations: { scopes: ['admin:read', 'admin:org', 'read:org'], permission: 'organization_administration:read', who: 'owner' },
	readHooks: { scopes: ['admin:org_hook'], permission: 'organization_hooks:read', who: 'owner', hidden: true },
	writeHooks: { scopes: ['admin:org_hook'], permission: 'organization_hooks:write', who: 'owner', hidden: true },
	readAudit: { scopes: ['read:audit_log', 'admin:org'], permission: 'organization_administration:read', who: 'owner', hidden: true },
	readRepositories: { scopes: [], permission: 'metadata:read', who: 'anybody' },
	readProvisioned: { scopes: ['admin:org'], permission: 'members:read', who: 'owner', hidden: true },
	writeProvisioned: { scopes: ['admin:org'], permission: 'members:write', who: 'owner', hidden: true },
} as const satisfies Record<string, Need>;

export const REPOSITORY_NEEDS = {
	see: { scopes: ['repo'], permission: 'metadata:read', level: 'pull' },
	readIssues: { scopes: ['repo'], permission: 'issues:read', level: 'pull' },
	writeIssues: { scopes: ['repo'], permission: 'issues:write', level: 'pull' },
	readCollaborators: { scopes: ['repo'], permission: 'metadata:read', level: 'push' },
	writeCollaborators: { scopes: ['repo'], permission: 'administration:write', level: 'admin' },
	readKeys: { scopes: ['repo'], permission: 'administration:read', level: 'admin', hidden: true },
	writeKeys: { scopes: ['repo'], permission: 'administration:write', level: 'admin', hidden: true },
	readInvitations: { scopes: ['repo'], permission: 'administration:read', level: 'admin', hidden: true },
	writeInvitations: { scopes: ['repo'], permission: 'administration:write', level: 'admin', hidden: true },
} as const satisfies Record<string, RepositoryNeed>;
