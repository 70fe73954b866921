import { atLeast, fullName } from '../repositories';
import type { Account, DeployKey, GitHubState, Permission, Repository, RepositoryInvitation } from '../state';
import { loginOf } from '../state';
import { nodeId, showAccount, showAccountById } from './accounts';

const SUFFIXES = {
	archive_url: '{archive_format}{/ref}',
	assignees_url: 'assignees{/user}',
	blobs_url: 'git/blobs{/sha}',
	branches_url: 'branches{/branch}',
	collaborators_url: 'collaborators{/collaborator}',
	comments_url: 'comments{/number}',
	commits_url: 'commits{/sha}',
	compare_url: 'compare/{base}...{head}',
	contents_url: 'contents/{+path}',
	contributors_url: 'contributors',
	deployments_url: 'deployments',
	downloads_url: 'downloads',
	events_url: 'events',
	forks_url: 'forks',
	git_commits_url: 'git/commits{/sha}',
	git_refs_url: 'git/refs{/sha}',
	git_tags_url: 'git/tags{/sha}',
	issue_comment_url: 'issues/comments{/number}',
	issue_events_url: 'issues/events{/number}',
	issues_url: 'issues{/number}',
	keys_url: 'keys{/key_id}',
	labels_url: 'labels{/name}',
	languages_url: 'languages',
	merges_url: 'merges',
	milestones_url: 'milestones{/number}',
	notifications_url: 'notifications{?since,all,participating}',
	pulls_url: 'pulls{/number}',
	releases_url: 'releases{/id}',
	stargazers_url: 'stargazers',
	statuses_url: 'statuses/{sha}',
	subscribers_url: 'subscribers',
	subscription_url: 'subscription',
	tags_url: 'tags',
	teams_url: 'teams',
	trees_url: 'git/trees{/sha}',
	hooks_url: 'hooks',
} as const;

type Addresses = Record<keyof typeof SUFFIXES, string>;

export const showPermissions = (held: Permission | null) => ({ pull: atLeast(held, 'pull'), triage: atLeast(held, 'triage'), push: atLeast(held, 'push'), maintain: atLeast(held, 'maintain'), admin: atLeast(held, 'admin') });

export function showRepository(state: GitHubState, repository: Repository, baseUrl: string) {
	const { id, name, ownerId, isPrivate, isArchived, forkOf, createdAt } = repository;
	const full = fullName(state, repository);
	const url = `${baseUrl}/repos/${full}`;
	const organization = state.organizations.get(ownerId);
	const owner = organization === undefined ? showAccountById(state, ownerId, baseUrl) : { ...showAccount({ id: ownerId, login: organization.login, type: 'User' }, baseUrl), type: 'Organization', node_id: nodeId('Organization', ownerId) };
	return {
		...(Object.fromEntries(Object.entries(SUFFIXES).map(([field, suffix]) => [field, `${url}/${suffix}`])) as Addresses),
		id,
		node_id: nodeId('Repository', id),
		name,
		full_name: full,
		owner,
		private: isPrivate,
		html_url: `https://github.com/${full}`,
		description: null,
		fork: forkOf !== null,
		url,
		archived: isArchived,
		disabled: false,
		visibility: isPrivate ? 'private' : 'public',
		default_branch: 'main',
		pushed_at: createdAt,
		created_at: createdAt,
		updated_at: createdAt,
	};
}

/** Names of roles are not the names of permissions. */
export const ROLE_NAMES: Record<Permission, 'read' | 'triage' | 'write' | 'maintain' | 'admin'> = { pull: 'read', triage: 'triage', push: 'write', maintain: 'maintain', admin: 'admin' };

export const showCollaborator = (account: Account, held: Permission | null, baseUrl: string) => ({
	...showAccount(account, baseUrl),
	permissions: showPermissions(held),
	role_name: held === null ? 'none' : ROLE_NAMES[held],
});

export const showKey = (state: GitHubState, repository: Repository, { id, key, title, readOnly, createdAt, addedById, lastUsed }: DeployKey, baseUrl: string) => ({
	id,
	key,
	url: `${baseUrl}/repos/${fullName(state, repository)}/keys/${id}`,
	title,
	verified: true,
	created_at: createdAt,
	read_only: readOnly,
	added_by: loginOf(state, addedById),
	last_used: lastUsed,
	enabled: true,
});

export const showRepositoryInvitation = (state: GitHubState, repository: Repository, { id, accountId, inviterId, permission, createdAt }: RepositoryInvitation, baseUrl: string) => ({
	id,
	node_id: nodeId('RepositoryInvitation', id),
	repository: showRepository(state, repository, baseUrl),
	invitee: showAccountById(state, accountId, baseUrl),
	inviter: showAccountById(state, inviterId, baseUrl),
	permissions: ROLE_NAMES[permission],
	created_at: createdAt,
	expired: false,
	url: `${baseUrl}/user/repository_invitations/${id}`,
	html_url: `https://github.com/${fullName(state, repository)}/invitations`,
});
