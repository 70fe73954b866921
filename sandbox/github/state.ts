import type { GitHubSettings } from './settings';

/** A personal account, a machine user or an app's bot. The id stays for good; the login can be changed by its owner. */
export interface Account {
	id: number;
	login: string;
	type: 'User' | 'Bot';
	name: string | null;
	/** What the profile shows to everybody. */
	publicEmail: string | null;
	/** All addresses of the account; organisations see those in their verified domains. */
	verifiedEmails: string[];
	twoFactor: boolean;
	createdAt: string;
	updatedAt: string;
}

export type MemberRole = 'admin' | 'member';

export interface Member {
	role: MemberRole;
	/** Seen by everybody, not only by other members. */
	isPublic: boolean;
}

export interface Organization {
	id: number;
	login: string;
	name: string;
	/** SAML, SCIM, credential authorisations and the audit log's API come with an enterprise. */
	plan: 'enterprise' | 'team';
	saml: { issuer: string; ssoUrl: string } | null;
	verifiedDomains: string[];
	createdAt: string;
	members: Map<number, Member>;
	/** What former members had, for whoever reinstates them. */
	former: Map<number, { role: MemberRole; teams: number[]; forks: number[] }>;
	hooks: Hook[];
}

export interface Hook {
	id: number;
	url: string;
	events: string[];
	active: boolean;
	createdAt: string;
}

export type InvitationRole = 'direct_member' | 'admin';

export interface Invitation {
	id: number;
	organizationId: number;
	/** Null where an address was invited that belongs to nobody yet. */
	accountId: number | null;
	email: string | null;
	role: InvitationRole | 'reinstate';
	teams: Map<number, TeamRole>;
	inviterId: number;
	source: 'member' | 'scim';
	createdAt: string;
}

export type TeamRole = 'member' | 'maintainer';

export interface Team {
	id: number;
	organizationId: number;
	slug: string;
	name: string;
	description: string | null;
	privacy: 'closed' | 'secret';
	parentId: number | null;
	/** The group at the identity provider that fills it; null: people fill it. */
	idpGroup: { id: string; name: string; nameIds: Set<string> } | null;
	members: Map<number, TeamRole>;
	createdAt: string;
}

export type Permission = 'pull' | 'triage' | 'push' | 'maintain' | 'admin';

export interface DeployKey {
	id: number;
	key: string;
	title: string;
	readOnly: boolean;
	createdAt: string;
	addedById: number | null;
	lastUsed: string | null;
}

export interface RepositoryInvitation {
	id: number;
	accountId: number;
	inviterId: number;
	permission: Permission;
	createdAt: string;
}

export interface Repository {
	id: number;
	/** Of an organisation or of an account. */
	ownerId: number;
	name: string;
	isPrivate: boolean;
	isArchived: boolean;
	forkOf: number | null;
	/** People who were given access by name. */
	collaborators: Map<number, Permission>;
	teams: Map<number, Permission>;
	invitations: RepositoryInvitation[];
	deployKeys: DeployKey[];
	createdAt: string;
}

export interface Issue {
	id: number;
	repositoryId: number;
	number: number;
	title: string;
	body: string | null;
	labels: string[];
	state: 'open' | 'closed';
	/** Null: an app. */
	authorId: number | null;
	createdAt: string;
}

export type CredentialKind = 'classic_pat' | 'fine_grained_pat' | 'ssh_key' | 'oauth_app_token';

/** Something of a person's that works as them. */
export interface Credential {
	id: number;
	accountId: number;
	kind: CredentialKind;
	/** What is sent; of a key, its fingerprint. */
	value: string;
	note: string;
	/** Of classic and OAuth tokens. */
	scopes: string[];
	createdAt: string;
	expiresAt: string | null;
	lastUsedAt: string | null;
}

/** A credential its owner has authorised, by single sign-on, for one organisation. */
export interface Authorization {
	id: number;
	organizationId: number;
	credentialId: number;
	authorizedAt: string;
	accessedAt: string | null;
}

/** What a fine-grained token may do in one organisation. */
export interface Grant {
	id: number;
	organizationId: number;
	credentialId: number;
	repositorySelection: 'none' | 'all' | 'subset';
	repositories: number[];
	permissions: Permissions;
	grantedAt: string;
}

export type Access = 'read' | 'write';
export type Permissions = Record<string, Access>;

export interface App {
	id: number;
	clientId: string;
	slug: string;
	name: string;
	ownerId: number;
	/** PEM. */
	publicKey: string | null;
	createdAt: string;
}

export interface Installation {
	id: number;
	appId: number;
	organizationId: number;
	permissions: Permissions;
	events: string[];
	suspendedAt: string | null;
	createdAt: string;
}

export interface InstallationToken {
	value: string;
	installationId: number;
	permissions: Permissions;
	expiresAt: number;
}

/** How an organisation knows somebody by single sign-on or by provisioning. */
export interface ExternalIdentity {
	/** SCIM's id. */
	guid: string;
	organizationId: number;
	/** Null until an account was linked. */
	accountId: number | null;
	nameId: string | null;
	scim: { userName: string; externalId: string | null; givenName: string; familyName: string; displayName: string | null; emails: { value: string; primary: boolean; type: string }[] } | null;
	invitationId: number | null;
	createdAt: string;
	updatedAt: string;
}

export interface AuditEntry {
	organizationId: number;
	visibleAtElapsed: number;
	event: Record<string, unknown> & { '@timestamp': number; _document_id: string; action: string; actor: string };
}

/** All credentials of a kind, or of every kind, that somebody was to lose. */
export interface Revocation {
	dueAtElapsed: number;
	organizationId: number;
	accountId: number;
	kind: CredentialKind | null;
	actor: string;
}

/** Requests made in the current hour and minute, by whoever makes them. */
export interface Usage {
	used: number;
	endsAtElapsed: number;
	points: number;
	minuteEndsAtElapsed: number;
}

export interface GitHubState {
	sequence: number;
	accounts: Map<number, Account>;
	organizations: Map<number, Organization>;
	teams: Map<number, Team>;
	repositories: Map<number, Repository>;
	/** Private forks that went with a membership, for whoever reinstates it. */
	deletedForks: Map<number, Repository>;
	issues: Map<number, Issue>;
	invitations: Map<number, Invitation>;
	/** When invitations were sent, by organisation or repository. */
	invited: Map<number, number[]>;
	credentials: Map<number, Credential>;
	authorizations: Map<number, Authorization>;
	/** Credentials that may not be authorised again, as `organisation/credential`. */
	barred: Set<string>;
	grants: Map<number, Grant>;
	apps: Map<number, App>;
	installations: Map<number, Installation>;
	installationTokens: Map<string, InstallationToken>;
	identities: Map<string, ExternalIdentity>;
	audit: AuditEntry[];
	revocations: Revocation[];
	usage: Map<string, Usage>;
	settings: GitHubSettings;
}

/** Numbers that are the same in every company founded, and never smaller than one given out before. */
export const nextId = (state: Pick<GitHubState, 'sequence'>) => 41_000_000 + ++state.sequence;

export const nextGuid = (state: Pick<GitHubState, 'sequence'>) => `6a6d6c00-9174-4000-8000-${(++state.sequence).toString(16).padStart(12, '0')}`;

/** GitHub's instants have whole seconds. */
export const gitHubTime = (instant: number | string) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');

const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export const accountCalled = (state: GitHubState, login: string) => [...state.accounts.values()].find((account) => sameName(account.login, login));

export const organizationCalled = (state: GitHubState, login: string) => [...state.organizations.values()].find((organization) => sameName(organization.login, login));

export const loginOf = (state: GitHubState, id: number | null) => (id === null ? null : (state.accounts.get(id)?.login ?? null));

export const isOwner = ({ members }: Organization, accountId: number) => members.get(accountId)?.role === 'admin';

export const ownersOf = ({ members }: Organization) => [...members].filter(([, { role }]) => role === 'admin').map(([id]) => id);

export const repositoriesOf = (state: GitHubState, ownerId: number) => [...state.repositories.values()].filter((repository) => repository.ownerId === ownerId);

export const teamsOf = (state: GitHubState, organizationId: number) => [...state.teams.values()].filter((team) => team.organizationId === organizationId);
