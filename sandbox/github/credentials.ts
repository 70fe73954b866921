import { record } from './audit';
import type { Scene } from './call';
import { collaborationsOf } from './repositories';
import type { Account, Authorization, Credential, CredentialKind, GitHubState, Organization } from './state';
import { nextId, gitHubTime } from './state';

export const isExpired = ({ expiresAt }: Credential, now: number) => expiresAt !== null && Date.parse(expiresAt) <= now;

export const credentialsOf = (state: GitHubState, accountId: number) => [...state.credentials.values()].filter((credential) => credential.accountId === accountId);

export const authorizationOf = (state: GitHubState, organizationId: number, credentialId: number): Authorization | undefined =>
	[...state.authorizations.values()].find((authorization) => authorization.organizationId === organizationId && authorization.credentialId === credentialId);

export const grantOf = (state: GitHubState, organizationId: number, credentialId: number) =>
	[...state.grants.values()].find((grant) => grant.organizationId === organizationId && grant.credentialId === credentialId);

/** What was authorised for an organisation by those who are members of it now: nobody else's is listed. */
export const listedAuthorizations = (state: GitHubState, { id, members }: Organization): { authorization: Authorization; credential: Credential; account: Account }[] =>
	[...state.authorizations.values()]
		.filter(({ organizationId }) => organizationId === id)
		.flatMap((authorization) => {
			const credential = state.credentials.get(authorization.credentialId);
			const account = credential === undefined ? undefined : state.accounts.get(credential.accountId);
			return credential === undefined || account === undefined || !members.has(account.id) ? [] : [{ authorization, credential, account }];
		});

/** Whether something of somebody's still opens anything the organisation keeps private. */
export function reaches(state: GitHubState, now: number, organization: Organization, credential: Credential): boolean {
	if (isExpired(credential, now)) return false;
	const isMember = organization.members.has(credential.accountId);
	if (!isMember && collaborationsOf(state, organization, credential.accountId).length === 0) return false;
	if (credential.kind === 'fine_grained_pat') return grantOf(state, organization.id, credential.id) !== undefined;
	// Single sign-on is asked of members only.
	return !isMember || organization.saml === null || authorizationOf(state, organization.id, credential.id) !== undefined;
}

const barredAs = (organizationId: number, credentialId: number) => `${organizationId}/${credentialId}`;

export function authorize({ state, clock }: Pick<Scene, 'state' | 'clock'>, organization: Organization, credential: Credential): Authorization {
	if (state.barred.has(barredAs(organization.id, credential.id))) throw new Error(`“${credential.note}” was revoked for ${organization.login} and cannot be authorised again`);
	const known = authorizationOf(state, organization.id, credential.id);
	if (known !== undefined) return known;
	const authorization: Authorization = { id: nextId(state), organizationId: organization.id, credentialId: credential.id, authorizedAt: gitHubTime(clock.now()), accessedAt: null };
	state.authorizations.set(authorization.id, authorization);
	return authorization;
}

/** Its owner would have to make another credential: this one cannot be authorised again. */
export function revokeAuthorization(scene: Scene, organization: Organization, { id, credentialId }: Authorization): void {
	const { state } = scene;
	const credential = state.credentials.get(credentialId);
	state.authorizations.delete(id);
	state.barred.add(barredAs(organization.id, credentialId));
	record(scene, organization, 'org_credential_authorization.revoke', { user: state.accounts.get(credential?.accountId ?? 0)?.login ?? null });
}

/** Accepted now, done a little later. */
export function revokeLater({ state, clock }: Scene, organization: Organization, account: Account, kind: CredentialKind | null, actor: string): void {
	state.revocations.push({ dueAtElapsed: clock.elapsed() + state.settings.revocationMs, organizationId: organization.id, accountId: account.id, kind, actor });
}

export function revokeDue(scene: Scene): void {
	const { state, clock } = scene;
	const due = state.revocations.filter(({ dueAtElapsed }) => dueAtElapsed <= clock.elapsed());
	if (due.length === 0) return;
	state.revocations = state.revocations.filter((revocation) => !due.includes(revocation));
	for (const { organizationId, accountId, kind, actor } of due) {
		const organization = state.organizations.get(organizationId);
		if (organization === undefined) continue;
		for (const credential of credentialsOf(state, accountId)) {
			const authorization = authorizationOf(state, organizationId, credential.id);
			if (authorization !== undefined && (kind === null || kind === credential.kind)) revokeAuthorization({ ...scene, caller: { kind: 'console', actor } }, organization, authorization);
		}
	}
}

/** A credential is gone for good, and everything it was allowed with it. */
export function destroyCredential(state: GitHubState, { id }: Credential): void {
	state.credentials.delete(id);
	for (const kept of [state.authorizations, state.grants]) {
		for (const [key, { credentialId }] of kept) if (credentialId === id) kept.delete(key);
	}
}
