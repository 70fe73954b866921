import { noContent, ok, type Reply } from '../../server/message';
import { record } from '../audit';
import type { GitHubCall, GitHubRoute } from '../call';
import { forbidden, invalid, notFound } from '../errors';
import { invitationOf, invite } from '../members';
import { paged } from '../paging';
import { NEEDS } from '../permissions';
import { showAccount } from '../shapes/accounts';
import { showFullOrganization, showInvitation, showTeam, showTeamMembership } from '../shapes/organizations';
import { showRepository } from '../shapes/repositories';
import type { GitHubState, Organization, Team, TeamRole } from '../state';
import { isOwner, teamsOf } from '../state';
import { accountOf, bodyOf, byNumber, inOrganization, inTeam } from './places';

const childrenOf = (state: GitHubState, team: Team): Team[] => [...state.teams.values()].filter(({ parentId }) => parentId === team.id).flatMap((child) => [child, ...childrenOf(state, child)]);

/** Members of teams below count. The nearest team says the role. */
const everybodyIn = (state: GitHubState, team: Team) => new Map([...childrenOf(state, team).flatMap(({ members }) => [...members.keys()].map((id): [number, TeamRole] => [id, 'member'])), ...team.members]);

/** The identity provider fills it: nobody else does. */
function demandChangeable({ caller }: GitHubCall, organization: Organization, team: Team): void {
	if (team.idpGroup !== null) throw forbidden("This team's membership is managed by an identity provider group and cannot be changed here.");
	if (caller.kind === 'user' && !isOwner(organization, caller.accountId) && team.members.get(caller.accountId) !== 'maintainer') throw forbidden('You must be a team maintainer or an organization owner.');
}

function membership(call: GitHubCall, organization: Organization, team: Team) {
	const { state, baseUrl } = call;
	const { id, login } = accountOf(call);
	const role = everybodyIn(state, team).get(id);
	if (role !== undefined) return showTeamMembership(organization, team, login, { role: isOwner(organization, id) ? 'maintainer' : role, state: 'active' }, baseUrl);
	const invited = invitationOf(state, organization.id, id)?.teams.get(team.id);
	return invited === undefined ? undefined : showTeamMembership(organization, team, login, { role: invited, state: 'pending' }, baseUrl);
}

function showMembership(call: GitHubCall, organization: Organization, team: Team): Reply {
	const shown = membership(call, organization, team);
	if (shown === undefined) throw notFound();
	return ok(shown);
}

function add(call: GitHubCall, organization: Organization, team: Team): Reply {
	const { state } = call;
	const account = accountOf(call);
	const { role = 'member' } = bodyOf(call);
	if (role !== 'member' && role !== 'maintainer') throw invalid({ resource: 'TeamMember', field: 'role', code: 'invalid' });
	demandChangeable(call, organization, team);
	if (organization.members.has(account.id)) {
		const isNew = !team.members.has(account.id);
		team.members.set(account.id, role);
		if (isNew) record(call, organization, 'team.add_member', { user: account.login, team: `${organization.login}/${team.slug}` });
	} else {
		const pending = invitationOf(state, organization.id, account.id) ?? invite(call, organization, { accountId: account.id, email: null, role: 'direct_member' });
		pending.teams.set(team.id, role);
	}
	return ok(membership(call, organization, team));
}

function remove(call: GitHubCall, organization: Organization, team: Team): Reply {
	const { state } = call;
	const account = accountOf(call);
	demandChangeable(call, organization, team);
	const pending = invitationOf(state, organization.id, account.id);
	if (team.members.delete(account.id)) record(call, organization, 'team.remove_member', { user: account.login, team: `${organization.login}/${team.slug}` });
	else if (pending?.teams.delete(team.id) !== true) throw notFound();
	return noContent();
}

const showWhole = ({ state, baseUrl }: GitHubCall, organization: Organization, team: Team) => ({
	...showTeam(state, organization, team, baseUrl),
	members_count: everybodyIn(state, team).size,
	repos_count: [...state.repositories.values()].filter(({ teams }) => teams.has(team.id)).length,
	created_at: team.createdAt,
	updated_at: team.createdAt,
	organization: showFullOrganization(organization, baseUrl),
});

/** Secret teams are seen by their members and by owners. */
function visibleTeams({ state, caller }: GitHubCall, organization: Organization): Team[] {
	return teamsOf(state, organization.id).filter(({ privacy, members }) => privacy === 'closed' || caller.kind !== 'user' || isOwner(organization, caller.accountId) || members.has(caller.accountId));
}

export const teamRoutes: GitHubRoute[] = [
	...inOrganization('GET', '/teams', NEEDS.readTeams, (call, organization) =>
		paged(call, { items: visibleTeams(call, organization), show: (team) => showTeam(call.state, organization, team, call.baseUrl), path: byNumber.organization(organization, '/teams') }),
	),
	...inTeam('GET', '', NEEDS.readTeams, (call, organization, team) => ok(showWhole(call, organization, team))),
	...inTeam('GET', '/members', NEEDS.readTeams, (call, organization, team) => {
		const role = call.query.get('role') ?? 'all';
		const items = [...everybodyIn(call.state, team)].filter(([, held]) => role === 'all' || held === role).flatMap(([id]) => call.state.accounts.get(id) ?? []);
		return paged(call, { items, show: (account) => showAccount(account, call.baseUrl), path: byNumber.team(organization, team, '/members') });
	}),
	...inTeam('GET', '/invitations', NEEDS.readTeams, (call, organization, team) => {
		const items = [...call.state.invitations.values()].filter(({ teams }) => teams.has(team.id));
		return paged(call, { items, show: (invitation) => showInvitation(call.state, organization, invitation, call.baseUrl), path: byNumber.team(organization, team, '/invitations') });
	}),
	...inTeam('GET', '/teams', NEEDS.readTeams, (call, organization, team) => {
		const items = teamsOf(call.state, organization.id).filter(({ parentId }) => parentId === team.id);
		return paged(call, { items, show: (child) => showTeam(call.state, organization, child, call.baseUrl), path: byNumber.team(organization, team, '/teams') });
	}),
	...inTeam('GET', '/repos', NEEDS.readTeams, (call, organization, team) => {
		const items = [...call.state.repositories.values()].filter(({ teams }) => teams.has(team.id));
		return paged(call, { items, show: (repository) => showRepository(call.state, repository, call.baseUrl), path: byNumber.team(organization, team, '/repos') });
	}),
	...inTeam('GET', '/team-sync/group-mappings', NEEDS.readTeams, (_call, organization, team) => {
		if (organization.saml === null) throw forbidden('This team is not part of an organization with team synchronization.');
		const group = team.idpGroup;
		return ok({ groups: group === null ? [] : [{ group_id: group.id, group_name: group.name, group_description: '', status: 'synced', synced_at: team.createdAt }] });
	}),
	...inTeam('GET', '/memberships/:username', NEEDS.readTeams, showMembership),
	...inTeam('PUT', '/memberships/:username', NEEDS.writeTeams, add),
	...inTeam('DELETE', '/memberships/:username', NEEDS.writeTeams, remove),
];
