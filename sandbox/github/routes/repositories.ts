import { noContent, ok, type Reply } from '../../server/message';
import { record } from '../audit';
import type { GitHubCall, GitHubRoute } from '../call';
import { grantOf } from '../credentials';
import { invalid, notFound } from '../errors';
import { countInvitation } from '../members';
import { paged } from '../paging';
import { credentialOf, hasScope, lacksSingleSignOn, NEEDS, REPOSITORY_NEEDS } from '../permissions';
import { atLeast, fullName, permissionOf, PERMISSIONS, removeCollaborator } from '../repositories';
import { showTeam } from '../shapes/organizations';
import { ROLE_NAMES, showCollaborator, showKey, showRepository, showRepositoryInvitation } from '../shapes/repositories';
import type { Account, Organization, Permission, Repository, RepositoryInvitation } from '../state';
import { gitHubTime, nextId, repositoriesOf } from '../state';
import { accountOf, bodyOf, byNumber, inOrganization, inRepository } from './places';

/** Private ones only as far as the caller and their token may see them. */
function visibleRepositories({ state, caller }: GitHubCall, organization: Organization): Repository[] {
	const all = repositoriesOf(state, organization.id);
	const opened = (accountId: number, credentialId: number) => {
		const credential = credentialOf(state, credentialId);
		const opens = credential.kind === 'fine_grained_pat' ? grantOf(state, organization.id, credentialId) !== undefined : hasScope(credential, REPOSITORY_NEEDS.see.scopes);
		return lacksSingleSignOn(state, organization, credential) || !opens ? [] : all.filter((repository) => permissionOf(state, repository, accountId) !== null);
	};
	const isInside = caller.kind === 'installation' && state.installations.get(caller.installationId)?.organizationId === organization.id;
	const seen = new Set(isInside ? all : caller.kind === 'user' ? opened(caller.accountId, caller.credentialId) : []);
	return all.filter((repository) => !repository.isPrivate || seen.has(repository));
}

const ownerOf = ({ state }: GitHubCall, { ownerId }: Repository) => state.organizations.get(ownerId);

function collaborators(call: GitHubCall, repository: Repository): Account[] {
	const { state, query } = call;
	const affiliation = query.get('affiliation') ?? 'all';
	const level = query.get('permission');
	const members = ownerOf(call, repository)?.members;
	const known = [...(affiliation === 'all' ? state.accounts.keys() : repository.collaborators.keys())];
	return known
		.filter((id) => affiliation !== 'outside' || members?.has(id) !== true)
		.filter((id) => {
			const held = permissionOf(state, repository, id);
			return held !== null && (level === null || atLeast(held, level as Permission));
		})
		.flatMap((id) => state.accounts.get(id) ?? []);
}

function addCollaborator(call: GitHubCall, repository: Repository): Reply {
	const { state, clock, caller, baseUrl } = call;
	const account = accountOf(call);
	const { permission = 'push' } = bodyOf(call);
	const wanted = PERMISSIONS.find((known) => known === permission);
	const organization = ownerOf(call, repository);
	if (wanted === undefined) throw invalid({ resource: 'Repository', field: 'permission', code: 'invalid' });
	if (repository.collaborators.has(account.id) || organization?.members.has(account.id) === true) {
		repository.collaborators.set(account.id, wanted);
		if (organization !== undefined) record(call, organization, 'repo.add_member', { user: account.login, repo: fullName(state, repository) });
		return noContent();
	}
	countInvitation(call, repository.id, 'Repository');
	const invitation: RepositoryInvitation = { id: nextId(state), accountId: account.id, inviterId: caller.kind === 'user' ? caller.accountId : 0, permission: wanted, createdAt: gitHubTime(clock.now()) };
	repository.invitations = [...repository.invitations.filter(({ accountId }) => accountId !== account.id), invitation];
	return { status: 201, body: showRepositoryInvitation(state, repository, invitation, baseUrl) };
}

function addKey(call: GitHubCall, repository: Repository): Reply {
	const { state, clock, caller, baseUrl } = call;
	const { title = '', key, read_only: readOnly = false } = bodyOf(call);
	if (typeof key !== 'string' || !/^(?:ssh-|ecdsa-)\S+ \S+/.test(key)) throw invalid({ resource: 'PublicKey', field: 'key', code: 'custom', message: 'key is invalid. You must supply a key in OpenSSH public key format' });
	if ([...state.repositories.values()].some(({ deployKeys }) => deployKeys.some((known) => known.key === key))) throw invalid({ resource: 'PublicKey', field: 'key', code: 'custom', message: 'key is already in use' });
	const added = { id: nextId(state), key, title: String(title), readOnly: readOnly === true, createdAt: gitHubTime(clock.now()), addedById: caller.kind === 'user' ? caller.accountId : null, lastUsed: null };
	repository.deployKeys.push(added);
	const organization = ownerOf(call, repository);
	if (organization !== undefined) record(call, organization, 'public_key.create', { repo: fullName(state, repository), read_only: added.readOnly, name: added.title });
	return { status: 201, headers: { location: `${baseUrl}/repos/${fullName(state, repository)}/keys/${added.id}` }, body: showKey(state, repository, added, baseUrl) };
}

function keyOf({ params }: GitHubCall, repository: Repository) {
	const key = repository.deployKeys.find(({ id }) => id === Number(params.key));
	if (key === undefined) throw notFound();
	return key;
}

function removeKey(call: GitHubCall, repository: Repository): Reply {
	const key = keyOf(call, repository);
	repository.deployKeys = repository.deployKeys.filter((other) => other !== key);
	const organization = ownerOf(call, repository);
	if (organization !== undefined) record(call, organization, 'public_key.delete', { repo: fullName(call.state, repository), read_only: key.readOnly, name: key.title });
	return noContent();
}

function removeInvitation(call: GitHubCall, repository: Repository): Reply {
	const kept = repository.invitations.filter(({ id }) => id !== Number(call.params.invitation));
	if (kept.length === repository.invitations.length) throw notFound();
	repository.invitations = kept;
	return noContent();
}

/** Older names of permissions, in which there is no triage and no maintain. */
const OLD_NAMES: Record<Permission, string> = { pull: 'read', triage: 'read', push: 'write', maintain: 'write', admin: 'admin' };

function level(call: GitHubCall, repository: Repository): Reply {
	const account = accountOf(call);
	const held = permissionOf(call.state, repository, account.id) ?? (repository.isPrivate ? null : 'pull');
	return ok({ permission: held === null ? 'none' : OLD_NAMES[held], role_name: held === null ? 'none' : ROLE_NAMES[held], user: showCollaborator(account, held, call.baseUrl) });
}

export const repositoryRoutes: GitHubRoute[] = [
	...inOrganization('GET', '/repos', NEEDS.readRepositories, (call, organization) => {
		const type = call.query.get('type') ?? 'all';
		const fits = ({ isPrivate, forkOf }: Repository) => type === 'all' || (type === 'private' && isPrivate) || (type === 'public' && !isPrivate) || (type === 'forks' && forkOf !== null) || (type === 'sources' && forkOf === null);
		return paged(call, { items: visibleRepositories(call, organization).filter(fits), show: (repository) => showRepository(call.state, repository, call.baseUrl), path: byNumber.organization(organization, '/repos') });
	}),
	...inRepository('GET', '', REPOSITORY_NEEDS.see, (call, repository) => ok(showRepository(call.state, repository, call.baseUrl))),
	...inRepository('GET', '/forks', REPOSITORY_NEEDS.see, (call, repository) =>
		paged(call, { items: [...call.state.repositories.values()].filter(({ forkOf }) => forkOf === repository.id), show: (fork) => showRepository(call.state, fork, call.baseUrl), path: byNumber.repository(repository, '/forks') }),
	),
	...inRepository('GET', '/teams', REPOSITORY_NEEDS.readCollaborators, (call, repository) => {
		const organization = ownerOf(call, repository);
		const items = organization === undefined ? [] : [...repository.teams.keys()].flatMap((id) => call.state.teams.get(id) ?? []);
		return paged(call, { items, show: (team) => (organization === undefined ? {} : showTeam(call.state, organization, team, call.baseUrl)), path: byNumber.repository(repository, '/teams') });
	}),
	...inRepository('GET', '/collaborators', REPOSITORY_NEEDS.readCollaborators, (call, repository) =>
		paged(call, { items: collaborators(call, repository), show: (account) => showCollaborator(account, permissionOf(call.state, repository, account.id), call.baseUrl), path: byNumber.repository(repository, '/collaborators') }),
	),
	...inRepository('GET', '/collaborators/:username', REPOSITORY_NEEDS.readCollaborators, (call, repository) => {
		if (permissionOf(call.state, repository, accountOf(call).id) === null) throw notFound();
		return noContent();
	}),
	...inRepository('PUT', '/collaborators/:username', REPOSITORY_NEEDS.writeCollaborators, addCollaborator),
	...inRepository('DELETE', '/collaborators/:username', REPOSITORY_NEEDS.writeCollaborators, (call, repository) => {
		removeCollaborator(call, ownerOf(call, repository), repository, accountOf(call));
		return noContent();
	}),
	...inRepository('GET', '/collaborators/:username/permission', REPOSITORY_NEEDS.readCollaborators, level),
	...inRepository('GET', '/invitations', REPOSITORY_NEEDS.readInvitations, (call, repository) =>
		paged(call, { items: repository.invitations, show: (invitation) => showRepositoryInvitation(call.state, repository, invitation, call.baseUrl), path: byNumber.repository(repository, '/invitations') }),
	),
	...inRepository('DELETE', '/invitations/:invitation', REPOSITORY_NEEDS.writeInvitations, removeInvitation),
	...inRepository('GET', '/keys', REPOSITORY_NEEDS.readKeys, (call, repository) =>
		paged(call, { items: repository.deployKeys, show: (key) => showKey(call.state, repository, key, call.baseUrl), path: byNumber.repository(repository, '/keys') }),
	),
	...inRepository('GET', '/keys/:key', REPOSITORY_NEEDS.readKeys, (call, repository) => ok(showKey(call.state, repository, keyOf(call, repository), call.baseUrl))),
	...inRepository('POST', '/keys', REPOSITORY_NEEDS.writeKeys, addKey),
	...inRepository('DELETE', '/keys/:key', REPOSITORY_NEEDS.writeKeys, removeKey),
];
