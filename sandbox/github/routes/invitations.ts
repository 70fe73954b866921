import { noContent, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { invalid, notFound } from '../errors';
import { cancelInvitation, invite } from '../members';
import { paged } from '../paging';
import { NEEDS } from '../permissions';
import { showInvitation, showPlainTeam } from '../shapes/organizations';
import type { Invitation, Organization, TeamRole } from '../state';
import { bodyOf, byNumber, inOrganization } from './places';

const ROLES = ['direct_member', 'admin', 'reinstate'] as const;

const invitationsOf = ({ state }: GitHubCall, { id }: Organization) => [...state.invitations.values()].filter(({ organizationId }) => organizationId === id);

function invitationIn(call: GitHubCall, organization: Organization): Invitation {
	const invitation = invitationsOf(call, organization).find(({ id }) => id === Number(call.params.invitation));
	if (invitation === undefined) throw notFound();
	return invitation;
}

function create(call: GitHubCall, organization: Organization): Reply {
	const { state, baseUrl } = call;
	const { invitee_id: inviteeId, email, role = 'direct_member', team_ids: teamIds = [] } = bodyOf(call);
	const mistake = (field: string) => invalid({ resource: 'OrganizationInvitation', field, code: 'invalid' });
	if (!ROLES.some((known) => known === role)) throw mistake('role');
	if (!Array.isArray(teamIds) || !teamIds.every((id) => state.teams.get(Number(id))?.organizationId === organization.id)) throw mistake('team_ids');
	const account = inviteeId === undefined ? [...state.accounts.values()].find(({ verifiedEmails }) => verifiedEmails.some((address) => address === email)) : state.accounts.get(Number(inviteeId));
	if (inviteeId === undefined && typeof email !== 'string') throw invalid({ resource: 'OrganizationInvitation', field: 'invitee_id', code: 'missing_field' });
	if (inviteeId !== undefined && account === undefined) throw notFound();
	if (role === 'reinstate' && (account === undefined || !organization.former.has(account.id))) throw mistake('role');
	const teams = new Map(teamIds.map((id): [number, TeamRole] => [Number(id), 'member']));
	const invitation = invite(call, organization, { accountId: account?.id ?? null, email: typeof email === 'string' ? email : null, role: role as Invitation['role'], teams });
	return { status: 201, body: showInvitation(state, organization, invitation, baseUrl) };
}

export const invitationRoutes: GitHubRoute[] = [
	...inOrganization('GET', '/invitations', NEEDS.readInvitations, (call, organization) => {
		const fits = (name: string, value: string) => ['all', null, value].includes(call.query.get(name));
		const items = invitationsOf(call, organization).filter(({ role, source }) => fits('role', role) && fits('invitation_source', source));
		return paged(call, { items, show: (invitation) => showInvitation(call.state, organization, invitation, call.baseUrl), path: byNumber.organization(organization, '/invitations') });
	}),
	...inOrganization('POST', '/invitations', NEEDS.writeInvitations, create),
	...inOrganization('DELETE', '/invitations/:invitation', NEEDS.writeInvitations, (call, organization) => {
		cancelInvitation(call, organization, invitationIn(call, organization));
		return noContent();
	}),
	...inOrganization('GET', '/invitations/:invitation/teams', NEEDS.readInvitations, (call, organization) => {
		const { id, teams } = invitationIn(call, organization);
		return paged(call, { items: [...teams.keys()].flatMap((teamId) => call.state.teams.get(teamId) ?? []), show: (team) => ({ ...showPlainTeam(organization, team, call.baseUrl), parent: null }), path: byNumber.organization(organization, `/invitations/${id}/teams`) });
	}),
];
