import { noContent, type Reply } from '../../server/message';
import { actorOf, record } from '../audit';
import type { GitHubCall, GitHubRoute } from '../call';
import { destroyCredential, listedAuthorizations, revokeAuthorization, revokeLater } from '../credentials';
import { invalid, notFound, unprocessable } from '../errors';
import { paged } from '../paging';
import { NEEDS } from '../permissions';
import { showAuthorization, showGrant } from '../shapes/organizations';
import { showRepository } from '../shapes/repositories';
import type { Credential, CredentialKind, Grant, Organization } from '../state';
import { repositoriesOf } from '../state';
import { accountOf, bodyOf, byNumber, inOrganization } from './places';

const KINDS: readonly CredentialKind[] = ['classic_pat', 'fine_grained_pat', 'ssh_key', 'oauth_app_token'];

/** Only where there is single sign-on is there anything to authorise. */
function demandSingleSignOn({ saml }: Organization): void {
	if (saml === null) throw notFound();
}

function listed(call: GitHubCall, organization: Organization) {
	demandSingleSignOn(organization);
	const login = call.query.get('login')?.toLowerCase();
	return listedAuthorizations(call.state, organization).filter(({ account }) => login === undefined || account.login.toLowerCase() === login);
}

function revokeOne(call: GitHubCall, organization: Organization): Reply {
	const found = listed(call, organization).find(({ authorization }) => authorization.id === Number(call.params.credential));
	if (found === undefined) throw notFound();
	revokeAuthorization(call, organization, found.authorization);
	return noContent();
}

function revokeAll(call: GitHubCall, organization: Organization, kind: CredentialKind | null): Reply {
	demandSingleSignOn(organization);
	const account = accountOf(call);
	if (!organization.members.has(account.id)) throw notFound();
	revokeLater(call, organization, account, kind, actorOf(call.state, call.caller));
	return { status: 202, body: {} };
}

function revokeKind(call: GitHubCall, organization: Organization): Reply {
	const kind = KINDS.find((known) => known === bodyOf(call).credential_type);
	if (kind === undefined) throw invalid({ resource: 'CredentialAuthorization', field: 'credential_type', code: 'invalid' });
	return revokeAll(call, organization, kind);
}

function grantsOf({ state, query }: GitHubCall, { id }: Organization): { grant: Grant; credential: Credential }[] {
	const owners = query.getAll('owner[]').map((login) => login.toLowerCase());
	return [...state.grants.values()]
		.filter(({ organizationId }) => organizationId === id)
		.flatMap((grant) => {
			const credential = state.credentials.get(grant.credentialId);
			const login = state.accounts.get(credential?.accountId ?? 0)?.login.toLowerCase() ?? '';
			return credential === undefined || (owners.length > 0 && !owners.includes(login)) ? [] : [{ grant, credential }];
		});
}

function grantIn(call: GitHubCall, organization: Organization, id: number): Grant {
	const grant = call.state.grants.get(id);
	if (grant?.organizationId !== organization.id) throw notFound();
	return grant;
}

function revokeGrant(call: GitHubCall, organization: Organization, { id, credentialId }: Grant): void {
	const { state } = call;
	state.grants.delete(id);
	record(call, organization, 'personal_access_token.access_revoked', { user: state.accounts.get(state.credentials.get(credentialId)?.accountId ?? 0)?.login ?? null });
}

function demandRevoke(body: Record<string, unknown>): void {
	if (body.action !== 'revoke') throw invalid({ resource: 'ProgrammaticAccess', field: 'action', code: 'invalid' });
}

function revokeGrants(call: GitHubCall, organization: Organization): Reply {
	const body = bodyOf(call);
	demandRevoke(body);
	const { pat_ids: ids } = body;
	if (!Array.isArray(ids) || ids.length === 0) throw invalid({ resource: 'ProgrammaticAccess', field: 'pat_ids', code: 'missing_field' });
	for (const grant of ids.map((id) => grantIn(call, organization, Number(id)))) revokeGrant(call, organization, grant);
	return { status: 202, body: {} };
}

/** Whoever holds a secret may have it destroyed: nobody asks who that is. */
function revokeLeaked(call: GitHubCall): Reply {
	const { state } = call;
	const { credentials } = bodyOf(call);
	if (!Array.isArray(credentials) || credentials.length === 0 || credentials.length > 1000) throw unprocessable('credentials must be a list of 1 to 1000 credentials');
	for (const credential of [...state.credentials.values()]) if (credential.kind !== 'ssh_key' && credentials.includes(credential.value)) destroyCredential(state, credential);
	return { status: 202, body: {} };
}

export const credentialRoutes: GitHubRoute[] = [
	...inOrganization('GET', '/credential-authorizations', NEEDS.readAuthorizations, (call, organization) =>
		paged(call, { items: listed(call, organization), show: ({ account, authorization, credential }) => showAuthorization(account.login, authorization, credential), path: byNumber.organization(organization, '/credential-authorizations') }),
	),
	...inOrganization('DELETE', '/credential-authorizations/:credential', NEEDS.writeAuthorizations, revokeOne),
	...inOrganization('POST', '/credential-authorizations/:username/revoke', NEEDS.writeAuthorizations, (call, organization) => revokeAll(call, organization, null)),
	...inOrganization('POST', '/credential-authorizations/:username/revoke-credential-type', NEEDS.writeAuthorizations, revokeKind),
	...inOrganization('GET', '/personal-access-tokens', NEEDS.readTokens, (call, organization) =>
		paged(call, {
			items: grantsOf(call, organization),
			show: ({ grant, credential }) => showGrant(call.state, organization, grant, credential, call.clock.now(), call.baseUrl),
			path: byNumber.organization(organization, '/personal-access-tokens'),
		}),
	),
	...inOrganization('POST', '/personal-access-tokens', NEEDS.writeTokens, revokeGrants),
	...inOrganization('POST', '/personal-access-tokens/:pat', NEEDS.writeTokens, (call, organization) => {
		demandRevoke(bodyOf(call));
		revokeGrant(call, organization, grantIn(call, organization, Number(call.params.pat)));
		return noContent();
	}),
	...inOrganization('GET', '/personal-access-tokens/:pat/repositories', NEEDS.readTokens, (call, organization) => {
		const { id, repositories, repositorySelection } = grantIn(call, organization, Number(call.params.pat));
		const items = repositoriesOf(call.state, organization.id).filter((repository) => repositorySelection === 'all' || repositories.includes(repository.id));
		return paged(call, { items, show: (repository) => showRepository(call.state, repository, call.baseUrl), path: byNumber.organization(organization, `/personal-access-tokens/${id}/repositories`) });
	}),
	{ method: 'POST', path: '/credentials/revoke', handle: revokeLeaked },
];
