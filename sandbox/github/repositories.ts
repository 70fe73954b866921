import { record } from './audit';
import type { Scene } from './call';
import type { Account, GitHubState, Organization, Permission, Repository, Team } from './state';
import { isOwner, repositoriesOf } from './state';

export const PERMISSIONS: readonly Permission[] = ['pull', 'triage', 'push', 'maintain', 'admin'];

export const atLeast = (held: Permission | null, wanted: Permission) => held !== null && PERMISSIONS.indexOf(held) >= PERMISSIONS.indexOf(wanted);

const highest = (permissions: readonly Permission[]): Permission | null => PERMISSIONS.findLast((permission) => permissions.includes(permission)) ?? null;

/** The team itself and those above it: what a parent may, its children may. */
const lineOf = (state: GitHubState, team: Team): Team[] => {
	const parent = team.parentId === null ? undefined : state.teams.get(team.parentId);
	return [team, ...(parent === undefined ? [] : lineOf(state, parent))];
};

function throughTeams(state: GitHubState, repository: Repository, accountId: number): Permission[] {
	const teams = [...state.teams.values()].filter((team) => team.organizationId === repository.ownerId && team.members.has(accountId));
	return teams.flatMap((team) => lineOf(state, team)).flatMap(({ id }) => repository.teams.get(id) ?? []);
}

/** What somebody was given in a repository, by name or through teams. */
export function grantedIn(state: GitHubState, repository: Repository, accountId: number): Permission | null {
	const direct = repository.collaborators.get(accountId);
	return highest([...(direct === undefined ? [] : [direct]), ...throughTeams(state, repository, accountId)]);
}

/** What somebody may do in a repository, beyond what everybody may. */
export function permissionOf(state: GitHubState, repository: Repository, accountId: number): Permission | null {
	if (repository.ownerId === accountId) return 'admin';
	const organization = state.organizations.get(repository.ownerId);
	if (organization !== undefined && isOwner(organization, accountId)) return 'admin';
	return grantedIn(state, repository, accountId);
}

export const ownerLogin = (state: GitHubState, { ownerId }: Repository) => state.organizations.get(ownerId)?.login ?? state.accounts.get(ownerId)?.login ?? 'ghost';

export const fullName = (state: GitHubState, repository: Repository) => `${ownerLogin(state, repository)}/${repository.name}`;

/** Those with access to a repository of the organisation who are not its members. */
export function outsideCollaborators(state: GitHubState, { id, members }: Organization): Account[] {
	const ids = new Set(repositoriesOf(state, id).flatMap(({ collaborators }) => [...collaborators.keys()]));
	return [...ids].filter((accountId) => !members.has(accountId)).flatMap((accountId) => state.accounts.get(accountId) ?? []);
}

export const collaborationsOf = (state: GitHubState, organization: Organization, accountId: number) => repositoriesOf(state, organization.id).filter(({ collaborators }) => collaborators.has(accountId));

export function removeCollaborator(scene: Scene, organization: Organization | undefined, repository: Repository, account: Account): void {
	repository.invitations = repository.invitations.filter(({ accountId }) => accountId !== account.id);
	if (!repository.collaborators.delete(account.id)) return;
	if (organization !== undefined) record(scene, organization, 'repo.remove_member', { user: account.login, repo: fullName(scene.state, repository) });
	dropForks(scene.state, [repository.id], account.id);
}

/** Private forks of private repositories go with the access to these. Says which went. */
export function dropForks(state: GitHubState, repositoryIds: readonly number[], accountId: number): number[] {
	const forks = repositoriesOf(state, accountId).filter(({ isPrivate, forkOf }) => isPrivate && forkOf !== null && repositoryIds.includes(forkOf));
	const lost = forks.filter(({ forkOf }) => {
		const parent = state.repositories.get(forkOf ?? 0);
		return parent === undefined || permissionOf(state, parent, accountId) === null;
	});
	for (const fork of lost) {
		state.repositories.delete(fork.id);
		state.deletedForks.set(fork.id, fork);
	}
	return lost.map(({ id }) => id);
}
