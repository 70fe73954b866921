import { noContent, ok, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { forbidden, invalid, notFound } from '../errors';
import { cancelInvitation, convertToOutsideCollaborator, invitationOf, invite, isLastOwner, removeMember, removeOutsideCollaborator, setRole } from '../members';
import { paged } from '../paging';
import { credentialOf, hasScope, lacksSingleSignOn, NEEDS, singleSignOn } from '../permissions';
import { outsideCollaborators } from '../repositories';
import { showAccount } from '../shapes/accounts';
import { showMembership } from '../shapes/organizations';
import type { Account, MemberRole, Organization } from '../state';
import { accountOf, bodyOf, byNumber, inOrganization } from './places';

/** Others than members, and tokens without the scope, see those who show themselves: a short list, not a refusal. */
function seesAllMembers({ state, caller }: GitHubCall, organization: Organization): boolean {
	if (caller.kind === 'installation') return state.installations.get(caller.installationId)?.organizationId === organization.id && caller.permissions.members !== undefined;
	if (caller.kind !== 'user' || !organization.members.has(caller.accountId)) return false;
	const credential = credentialOf(state, caller.credentialId);
	if (lacksSingleSignOn(state, organization, credential)) throw singleSignOn(organization);
	return credential.kind !== 'fine_grained_pat' && hasScope(credential, NEEDS.readMembership.scopes);
}

function listMembers(call: GitHubCall, organization: Organization): Reply {
	const { state, query, baseUrl } = call;
	const all = seesAllMembers(call, organization);
	const role = query.get('role') ?? 'all';
	const without2fa = query.get('filter') === '2fa_disabled';
	if (!['all', 'admin', 'member'].includes(role)) throw invalid({ resource: 'Organization', field: 'role', code: 'invalid' });
	const members = [...organization.members].filter(([, member]) => (all || member.isPublic) && (role === 'all' || member.role === role)).flatMap(([id]) => state.accounts.get(id) ?? []);
	return paged(call, { items: members.filter(({ twoFactor }) => !without2fa || !twoFactor), show: (account) => showAccount(account, baseUrl), path: byNumber.organization(organization, '/members') });
}

function isMember(call: GitHubCall, organization: Organization): Reply {
	const member = organization.members.get(accountOf(call).id);
	if (member === undefined || (!member.isPublic && !seesAllMembers(call, organization))) throw notFound();
	return noContent();
}

function membershipOf({ state, baseUrl }: GitHubCall, organization: Organization, account: Account) {
	const member = organization.members.get(account.id);
	if (member !== undefined) return showMembership(state, organization, account.id, { state: 'active', role: member.role }, baseUrl);
	const invitation = invitationOf(state, organization.id, account.id);
	if (invitation === undefined) return undefined;
	return showMembership(state, organization, account.id, { state: 'pending', role: invitation.role === 'admin' ? 'admin' : 'member' }, baseUrl);
}

function showMembershipOf(call: GitHubCall, organization: Organization): Reply {
	const membership = membershipOf(call, organization, accountOf(call));
	if (membership === undefined) throw notFound();
	return ok(membership);
}

function roleIn(body: Record<string, unknown>): MemberRole {
	const { role = 'member' } = body;
	if (role !== 'admin' && role !== 'member') throw invalid({ resource: 'Organization', field: 'role', code: 'invalid' });
	return role;
}

function setMembership(call: GitHubCall, organization: Organization): Reply {
	const { state } = call;
	const account = accountOf(call);
	const role = roleIn(bodyOf(call));
	if (account.type === 'Bot') throw invalid({ resource: 'Organization', field: 'user', code: 'invalid' });
	const pending = invitationOf(state, organization.id, account.id);
	if (organization.members.has(account.id)) setRole(call, organization, account, role);
	else if (pending !== undefined) pending.role = role === 'admin' ? 'admin' : 'direct_member';
	else invite(call, organization, { accountId: account.id, email: null, role: role === 'admin' ? 'admin' : 'direct_member' });
	return ok(membershipOf(call, organization, account));
}

function removeMembership(call: GitHubCall, organization: Organization): Reply {
	const account = accountOf(call);
	const invitation = invitationOf(call.state, organization.id, account.id);
	if (organization.members.has(account.id)) removeMember(call, organization, account);
	else if (invitation !== undefined) cancelInvitation(call, organization, invitation);
	else throw notFound();
	return noContent();
}

function removeFromMembers(call: GitHubCall, organization: Organization): Reply {
	const account = accountOf(call);
	if (!organization.members.has(account.id)) throw notFound();
	removeMember(call, organization, account);
	return noContent();
}

function convert(call: GitHubCall, organization: Organization): Reply {
	const account = accountOf(call);
	if (!organization.members.has(account.id)) throw forbidden(`${account.login} is not a member of the ${organization.login} organization.`);
	if (isLastOwner(organization, account.id)) throw forbidden('Cannot convert the last owner to an outside collaborator');
	convertToOutsideCollaborator(call, organization, account);
	return bodyOf(call).async === true ? { status: 202, body: {} } : noContent();
}

function removeOutsider(call: GitHubCall, organization: Organization): Reply {
	const account = accountOf(call);
	if (organization.members.has(account.id)) throw forbiddenMember(account, organization);
	removeOutsideCollaborator(call, organization, account);
	return noContent();
}

const forbiddenMember = ({ login }: Account, organization: Organization) =>
	invalid({ resource: 'OutsideCollaborator', code: 'custom', message: `You cannot specify an organization member to remove as an outside collaborator: ${login} is a member of ${organization.login}.` });

export const memberRoutes: GitHubRoute[] = [
	...inOrganization('GET', '/members', NEEDS.profile, listMembers),
	...inOrganization('GET', '/members/:username', NEEDS.profile, isMember),
	...inOrganization('DELETE', '/members/:username', NEEDS.writeMembership, removeFromMembers),
	...inOrganization('GET', '/memberships/:username', NEEDS.readMembership, showMembershipOf),
	...inOrganization('PUT', '/memberships/:username', NEEDS.writeMembership, setMembership),
	...inOrganization('DELETE', '/memberships/:username', NEEDS.writeMembership, removeMembership),
	...inOrganization('GET', '/outside_collaborators', NEEDS.readOutsiders, (call, organization) =>
		paged(call, {
			items: outsideCollaborators(call.state, organization).filter(({ twoFactor }) => call.query.get('filter') !== '2fa_disabled' || !twoFactor),
			show: (account) => showAccount(account, call.baseUrl),
			path: byNumber.organization(organization, '/outside_collaborators'),
		}),
	),
	...inOrganization('PUT', '/outside_collaborators/:username', NEEDS.writeOutsiders, convert),
	...inOrganization('DELETE', '/outside_collaborators/:username', NEEDS.writeOutsiders, removeOutsider),
];
