import { record } from './audit';
import type { Scene } from './call';
import type { Account, ExternalIdentity, GitHubState, Organization } from './state';
import { gitHubTime, nextGuid } from './state';

export const identitiesOf = (state: GitHubState, organizationId: number) => [...state.identities.values()].filter((identity) => identity.organizationId === organizationId);

export const identityOf = (state: GitHubState, organizationId: number, accountId: number) => identitiesOf(state, organizationId).find((identity) => identity.accountId === accountId);

export function addIdentity({ state, clock }: Pick<Scene, 'state' | 'clock'>, organization: Organization, given: Partial<ExternalIdentity>): ExternalIdentity {
	const now = gitHubTime(clock.now());
	const identity: ExternalIdentity = { guid: nextGuid(state), organizationId: organization.id, accountId: null, nameId: null, scim: null, invitationId: null, createdAt: now, updatedAt: now, ...given };
	state.identities.set(identity.guid, identity);
	return identity;
}

/** Somebody has signed in at the identity provider, and GitHub remembers who they are there. */
export function linkIdentity(scene: Pick<Scene, 'state' | 'clock'>, organization: Organization, account: Account, nameId: string): ExternalIdentity {
	const provisioned = identitiesOf(scene.state, organization.id).find((identity) => identity.scim?.userName === nameId || identity.nameId === nameId);
	if (provisioned?.accountId !== undefined && provisioned.accountId !== null && provisioned.accountId !== account.id) {
		throw new Error(`${nameId} is already linked to ${scene.state.accounts.get(provisioned.accountId)?.login ?? 'another account'} in ${organization.login}`);
	}
	const identity = identityOf(scene.state, organization.id, account.id) ?? provisioned ?? addIdentity(scene, organization, {});
	identity.accountId = account.id;
	identity.nameId = nameId;
	identity.invitationId = null;
	return identity;
}

export function dropIdentity(scene: Scene, organization: Organization, identity: ExternalIdentity): void {
	const { state } = scene;
	if (!state.identities.delete(identity.guid)) return;
	record(scene, organization, 'external_identity.deprovision', { user: state.accounts.get(identity.accountId ?? 0)?.login ?? null });
}
