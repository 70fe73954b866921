import { record } from './audit';
import type { Scene } from './call';
import { forbidden, invalid, overInvitationLimit } from './errors';
import { dropIdentity, identityOf } from './identities';
import { collaborationsOf, dropForks, grantedIn, outsideCollaborators } from './repositories';
import type { Account, GitHubState, Invitation, MemberRole, Organization, TeamRole } from './state';
import { gitHubTime, nextId, ownersOf, repositoriesOf, teamsOf } from './state';

const DAY = 86_400_000;

export const isLastOwner = (organization: Organization, accountId: number) => {
	const owners = ownersOf(organization);
	return owners.length === 1 && owners[0] === accountId;
};

export const invitationOf = (state: GitHubState, organizationId: number, accountId: number) =>
	[...state.invitations.values()].find((invitation) => invitation.organizationId === organizationId && invitation.accountId === accountId);

/** Throws where as many were sent already as may be in a day. */
export function countInvitation({ state, clock }: Scene, placeId: number, resource: string): void {
	const recent = (state.invited.get(placeId) ?? []).filter((at) => at > clock.now() - DAY);
	if (recent.length >= state.settings.invitationsPerDay) throw overInvitationLimit(resource);
	state.invited.set(placeId, [...recent, clock.now()]);
}

export interface Invited {
	accountId: number | null;
	email: string | null;
	role: Invitation['role'];
	teams?: ReadonlyMap<number, TeamRole>;
	source?: Invitation['source'];
}

export function invite(scene: Scene, organization: Organization, { accountId, email, role, teams = new Map(), source = 'member' }: Invited): Invitation {
	const { state, clock, caller } = scene;
	if (accountId !== null && organization.members.has(accountId)) throw invalid({ resource: 'OrganizationInvitation', code: 'unprocessable', field: 'data', message: 'Invitee is already a part of this organization' });
	countInvitation(scene, organization.id, 'OrganizationInvitation');
	const inviterId = caller.kind === 'user' ? caller.accountId : (ownersOf(organization)[0] ?? 0);
	const invitation: Invitation = { id: nextId(state), organizationId: organization.id, accountId, email, role, teams: new Map(teams), inviterId, source, createdAt: gitHubTime(clock.now()) };
	state.invitations.set(invitation.id, invitation);
	record(scene, organization, 'org.invite_member', { user: state.accounts.get(accountId ?? 0)?.login ?? null, ...(email === null ? {} : { email }) });
	return invitation;
}

export function cancelInvitation(scene: Scene, organization: Organization, invitation: Invitation): void {
	scene.state.invitations.delete(invitation.id);
	record(scene, organization, 'org.cancel_invitation', { user: scene.state.accounts.get(invitation.accountId ?? 0)?.login ?? null });
}

/** What the invited person does on the website. */
export function accept(scene: Scene, organization: Organization, account: Account, invitation: Invitation): void {
	const { state } = scene;
	const before = organization.former.get(account.id);
	const reinstated = invitation.role === 'reinstate' || invitation.source === 'scim' ? before : undefined;
	const role: MemberRole = invitation.role === 'reinstate' ? (before?.role ?? 'member') : invitation.role === 'admin' ? 'admin' : 'member';
	state.invitations.delete(invitation.id);
	organization.members.set(account.id, { role, isPublic: false });
	for (const [teamId, teamRole] of invitation.teams) state.teams.get(teamId)?.members.set(account.id, teamRole);
	for (const teamId of reinstated?.teams ?? []) {
		const team = state.teams.get(teamId);
		if (team?.idpGroup === null) team.members.set(account.id, 'member');
	}
	for (const forkId of reinstated?.forks ?? []) {
		const fork = state.deletedForks.get(forkId);
		if (fork === undefined) continue;
		state.deletedForks.delete(forkId);
		state.repositories.set(forkId, fork);
	}
	record(scene, organization, 'org.add_member', { user: account.login });
}

export function setRole(scene: Scene, organization: Organization, account: Account, role: MemberRole): void {
	const member = organization.members.get(account.id);
	if (member === undefined || member.role === role) return;
	if (role === 'member' && isLastOwner(organization, account.id)) throw forbidden('Cannot demote the last owner of an organization.');
	member.role = role;
	record(scene, organization, 'org.update_member', { user: account.login, permission: role === 'admin' ? 'admin' : 'read' });
}

function leaveTeams(scene: Scene, organization: Organization, account: Account): number[] {
	const left = teamsOf(scene.state, organization.id).filter(({ members }) => members.delete(account.id));
	for (const { slug } of left) record(scene, organization, 'team.remove_member', { user: account.login, team: `${organization.login}/${slug}` });
	return left.map(({ id }) => id);
}

/** The account lives on; membership, teams, access to repositories, private forks and the link to the identity provider do not. */
export function removeMember(scene: Scene, organization: Organization, account: Account): void {
	const { state } = scene;
	const member = organization.members.get(account.id);
	if (member === undefined) return;
	if (isLastOwner(organization, account.id)) throw forbidden('Cannot remove the last owner of an organization.');
	organization.members.delete(account.id);
	const teams = leaveTeams(scene, organization, account);
	for (const { collaborators } of collaborationsOf(state, organization, account.id)) collaborators.delete(account.id);
	const repositories = repositoriesOf(state, organization.id);
	for (const repository of repositories) repository.invitations = repository.invitations.filter(({ accountId }) => accountId !== account.id);
	const forks = dropForks(state, repositories.map(({ id }) => id), account.id);
	organization.former.set(account.id, { role: member.role, teams, forks });
	const identity = identityOf(state, organization.id, account.id);
	if (identity !== undefined) dropIdentity(scene, organization, identity);
	if (!state.settings.grantsOutliveMembership) {
		for (const grant of [...state.grants.values()]) if (grant.organizationId === organization.id && state.credentials.get(grant.credentialId)?.accountId === account.id) state.grants.delete(grant.id);
	}
	record(scene, organization, 'org.remove_member', { user: account.login });
}

/** Keeps what their teams let them do, repository by repository, and nothing else. */
export function convertToOutsideCollaborator(scene: Scene, organization: Organization, account: Account): void {
	const kept = repositoriesOf(scene.state, organization.id).map((repository) => ({ repository, permission: grantedIn(scene.state, repository, account.id) }));
	removeMember(scene, organization, account);
	for (const { repository, permission } of kept) if (permission !== null) repository.collaborators.set(account.id, permission);
	record(scene, organization, 'org.add_outside_collaborator', { user: account.login });
}

export function removeOutsideCollaborator(scene: Scene, organization: Organization, account: Account): void {
	const { state } = scene;
	const known = outsideCollaborators(state, organization).includes(account);
	const repositories = repositoriesOf(state, organization.id);
	for (const repository of repositories) {
		repository.collaborators.delete(account.id);
		repository.invitations = repository.invitations.filter(({ accountId }) => accountId !== account.id);
	}
	dropForks(state, repositories.map(({ id }) => id), account.id);
	if (known) record(scene, organization, 'org.remove_outside_collaborator', { user: account.login });
}
