import type { Clock } from '../clock';
import { authorizationOf, credentialsOf, grantOf, reaches } from './credentials';
import { identityOf } from './identities';
import { invitationOf } from './members';
import { collaborationsOf } from './repositories';
import type { Account, GitHubState, MemberRole, Organization } from './state';
import { repositoriesOf, teamsOf } from './state';

/** Everything that still gives somebody access to one organisation, counted. */
export interface Access {
	membership: 'active' | 'pending' | 'none';
	role: MemberRole | null;
	teams: number;
	/** Repositories they were given by name, and those they were invited to. */
	collaborations: number;
	repositoryInvitations: number;
	privateForks: number;
	/** Whether the organisation knows who they are at the identity provider. */
	identity: boolean;
	/** What was authorised for single sign-on: kept while nobody revokes it, also when membership has gone and no list shows it. */
	ssoAuthorisations: number;
	fineGrainedTokens: number;
	/** Tokens and keys of theirs that open something private there now. */
	credentials: number;
	/** Which they added: these work whatever happens to the person. */
	deployKeys: number;
}

export function accessOf(state: GitHubState, clock: Clock, organization: Organization, { id }: Account): Access {
	const member = organization.members.get(id);
	const repositories = repositoriesOf(state, organization.id);
	const own = credentialsOf(state, id);
	const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
	return {
		membership: member !== undefined ? 'active' : invitationOf(state, organization.id, id) !== undefined ? 'pending' : 'none',
		role: member?.role ?? null,
		teams: teamsOf(state, organization.id).filter(({ members }) => members.has(id)).length,
		collaborations: collaborationsOf(state, organization, id).length,
		repositoryInvitations: sum(repositories.map(({ invitations }) => invitations.filter(({ accountId }) => accountId === id).length)),
		privateForks: repositoriesOf(state, id).filter(({ isPrivate, forkOf }) => isPrivate && repositories.some((repository) => repository.id === forkOf)).length,
		identity: identityOf(state, organization.id, id) !== undefined,
		ssoAuthorisations: own.filter((credential) => authorizationOf(state, organization.id, credential.id) !== undefined).length,
		fineGrainedTokens: own.filter((credential) => grantOf(state, organization.id, credential.id) !== undefined).length,
		credentials: own.filter((credential) => reaches(state, clock.now(), organization, credential)).length,
		deployKeys: sum(repositories.map(({ deployKeys }) => deployKeys.filter(({ addedById }) => addedById === id).length)),
	};
}
