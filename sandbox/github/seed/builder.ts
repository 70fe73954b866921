import type { Clock } from '../../clock';
import { authorize } from '../credentials';
import type { GitHubSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { Account, App, Credential, CredentialKind, DeployKey, GitHubState, Grant, Installation, Organization, Repository, Team } from '../state';
import { gitHubTime, nextId } from '../state';

const DAY = 86_400_000;

export interface Builder {
	state: GitHubState;
	ago(days: number): string;
	ahead(days: number): string;
	account(login: string, given?: Partial<Account>): Account;
	organization(login: string, given: Partial<Organization>): Organization;
	team(organization: Organization, name: string, given?: Partial<Team>): Team;
	repository(owner: Organization | Account, name: string, given?: Partial<Repository>): Repository;
	deployKey(repository: Repository, title: string, addedBy: Account, given?: Partial<DeployKey>): DeployKey;
	credential(account: Account, kind: CredentialKind, note: string, given?: Partial<Credential>): Credential;
	authorized(organization: Organization, credential: Credential): void;
	grant(organization: Organization, credential: Credential, given: Partial<Grant>): Grant;
	app(slug: string, owner: Account, given?: Partial<App>): App;
	install(app: App, organization: Organization, permissions: Installation['permissions']): Installation;
	id(): number;
}

const emptyState = (settings: Partial<GitHubSettings>): GitHubState => ({
	sequence: 0,
	accounts: new Map(),
	organizations: new Map(),
	teams: new Map(),
	repositories: new Map(),
	issues: new Map(),
	deletedForks: new Map(),
	invitations: new Map(),
	invited: new Map(),
	credentials: new Map(),
	authorizations: new Map(),
	barred: new Set(),
	grants: new Map(),
	apps: new Map(),
	installations: new Map(),
	installationTokens: new Map(),
	identities: new Map(),
	audit: [],
	revocations: [],
	usage: new Map(),
	settings: { ...defaultSettings, ...settings },
});

const PREFIXES: Record<CredentialKind, string> = { classic_pat: 'ghp_', fine_grained_pat: 'github_pat_', oauth_app_token: 'gho_', ssh_key: 'SHA256:' };

/** Puts things onto a fresh GitHub without leaving traces in an audit log. */
export function createBuilder(clock: Clock, settings: Partial<GitHubSettings>): Builder {
	const state = emptyState(settings);
	const id = () => nextId(state);
	const ago = (days: number) => gitHubTime(clock.now() - days * DAY);
	const kept = <Thing extends { id: number }>(all: Map<number, Thing>, thing: Thing): Thing => {
		all.set(thing.id, thing);
		return thing;
	};
	return {
		state,
		id,
		ago,
		ahead: (days) => ago(-days),
		account: (login, given = {}) => kept(state.accounts, { id: id(), login, type: 'User', name: null, publicEmail: null, verifiedEmails: [], twoFactor: true, createdAt: ago(1_500), updatedAt: ago(20), ...given }),
		organization: (login, given) =>
			kept(state.organizations, { id: id(), login, name: login, plan: 'team', saml: null, verifiedDomains: [], createdAt: ago(1_200), members: new Map(), former: new Map(), hooks: [], ...given }),
		team: (organization, name, given = {}) =>
			kept(state.teams, { id: id(), organizationId: organization.id, slug: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), name, description: null, privacy: 'closed', parentId: null, idpGroup: null, members: new Map(), createdAt: ago(700), ...given }),
		repository: (owner, name, given = {}) =>
			kept(state.repositories, { id: id(), ownerId: owner.id, name, isPrivate: true, isArchived: false, forkOf: null, collaborators: new Map(), teams: new Map(), invitations: [], deployKeys: [], createdAt: ago(650), ...given }),
		deployKey: (repository, title, addedBy, given = {}) => {
			const number = id();
			const key: DeployKey = { id: number, key: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKestrelSandbox${number}`, title, readOnly: true, createdAt: ago(300), addedById: addedBy.id, lastUsed: null, ...given };
			repository.deployKeys.push(key);
			return key;
		},
		credential: (account, kind, note, given = {}) => {
			const number = id();
			return kept(state.credentials, { id: number, accountId: account.id, kind, value: `${PREFIXES[kind]}KestrelSandbox${String(number).padStart(22, '0')}`, note, scopes: kind === 'classic_pat' || kind === 'oauth_app_token' ? ['repo'] : [], createdAt: ago(200), expiresAt: null, lastUsedAt: ago(2), ...given });
		},
		authorized: (organization, credential) => {
			const authorization = authorize({ state, clock }, organization, credential);
			authorization.authorizedAt = credential.createdAt;
			authorization.accessedAt = credential.lastUsedAt;
		},
		grant: (organization, credential, given) => kept(state.grants, { id: id(), organizationId: organization.id, credentialId: credential.id, repositorySelection: 'all', repositories: [], permissions: { metadata: 'read' }, grantedAt: credential.createdAt, ...given }),
		app: (slug, owner, given = {}) => kept(state.apps, { id: id(), clientId: `Iv1.${String(state.sequence).padStart(16, '0')}`, slug, name: slug, ownerId: owner.id, publicKey: null, createdAt: ago(500), ...given }),
		install: (app, organization, permissions) => kept(state.installations, { id: id(), appId: app.id, organizationId: organization.id, permissions, events: [], suspendedAt: null, createdAt: ago(400) }),
	};
}
