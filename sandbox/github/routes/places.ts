import { jsonBody, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { badRequest, notFound } from '../errors';
import { demandInOrganization, demandInRepository, type Need, type RepositoryNeed } from '../permissions';
import { ownerLogin } from '../repositories';
import type { Account, Organization, Repository, Team } from '../state';
import { accountCalled, organizationCalled } from '../state';

const inWords = ({ scopes }: { scopes: readonly string[] }) => scopes.join(', ');

export function bodyOf({ incoming }: GitHubCall): Record<string, unknown> {
	const body = jsonBody(incoming);
	if (body === undefined) throw badRequest('Problems parsing JSON');
	return body;
}

export function accountOf({ state, params }: GitHubCall): Account {
	const account = accountCalled(state, params.username ?? '');
	if (account === undefined) throw notFound();
	return account;
}

function organizationOf({ state, params }: GitHubCall): Organization {
	const organization = params.org === undefined ? state.organizations.get(Number(params.organizationId)) : organizationCalled(state, params.org);
	if (organization === undefined) throw notFound();
	return organization;
}

export function repositoryNamed({ state }: Pick<GitHubCall, 'state'>, owner: string, name: string): Repository | undefined {
	const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
	return [...state.repositories.values()].find((repository) => same(repository.name, name) && same(ownerLogin(state, repository), owner));
}

function repositoryOf(call: GitHubCall): Repository {
	const { state, params } = call;
	const repository = params.repositoryId === undefined ? repositoryNamed(call, params.owner ?? '', params.repo ?? '') : state.repositories.get(Number(params.repositoryId));
	if (repository === undefined) throw notFound();
	return repository;
}

function teamOf({ state, params }: GitHubCall, organization: Organization): Team {
	const team = [...state.teams.values()].find(({ id, organizationId, slug }) => organizationId === organization.id && (params.team === undefined ? id === Number(params.teamId) : slug === params.team));
	if (team === undefined) throw notFound();
	return team;
}

export const byNumber = {
	organization: ({ id }: Organization, path: string) => `/organizations/${id}${path}`,
	team: (organization: Organization, { id }: Team, path: string) => `/organizations/${organization.id}/team/${id}${path}`,
	repository: ({ id }: Repository, path: string) => `/repositories/${id}${path}`,
};

/** Everything answers under its name and under its number. */
const underEach = (bases: readonly string[], method: string, path: string, needs: GitHubRoute['needs'], handle: (call: GitHubCall) => Reply): GitHubRoute[] =>
	bases.map((base) => ({ method, path: `${base}${path}`, needs, handle }));

export const inOrganization = (method: string, path: string, need: Need, handle: (call: GitHubCall, organization: Organization) => Reply): GitHubRoute[] =>
	underEach(['/orgs/:org', '/organizations/:organizationId'], method, path, inWords(need), (call) => {
		const organization = organizationOf(call);
		demandInOrganization(call, organization, need);
		return handle(call, organization);
	});

export const inTeam = (method: string, path: string, need: Need, handle: (call: GitHubCall, organization: Organization, team: Team) => Reply): GitHubRoute[] =>
	underEach(['/orgs/:org/teams/:team', '/organizations/:organizationId/team/:teamId'], method, path, inWords(need), (call) => {
		const organization = organizationOf(call);
		demandInOrganization(call, organization, need);
		return handle(call, organization, teamOf(call, organization));
	});

export const inRepository = (method: string, path: string, need: RepositoryNeed, handle: (call: GitHubCall, repository: Repository) => Reply): GitHubRoute[] =>
	underEach(['/repos/:owner/:repo', '/repositories/:repositoryId'], method, path, inWords(need), (call) => {
		const repository = repositoryOf(call);
		demandInRepository(call, repository, need);
		return handle(call, repository);
	});
