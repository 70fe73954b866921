import type { Scene } from './call';
import { record, userTarget } from './audit';
import { touch } from './dynamicGroups';
import { notFound } from './errors';
import { assignedLicences, licenceStates } from './licences';
import type { Shown } from './odata/list';
import type { EntraState, EntraUser } from './state';
import { graphTime } from './state';

const normal = (text: string) => text.toLowerCase();

/** By id or user principal name. */
export function findUser({ users }: EntraState, key: string): EntraUser | undefined {
	return users.get(key) ?? [...users.values()].find(({ userPrincipalName }) => normal(userPrincipalName) === normal(key));
}

export function userByKey({ state }: Pick<Scene, 'state'>, key: string): EntraUser {
	const user = findUser(state, key);
	if (user === undefined) throw notFound(key);
	return user;
}

/** A user as Graph shows them when everything is asked for. */
export function showUser(state: EntraState, user: EntraUser) {
	const { managerId: _manager, password: _password, mustChangePassword: _must, tokensValidFrom, criticalEventAt: _event, sessions, methods: _methods, licences: _licences, mailbox: _mailbox, deletedAt, ...stored } = user;
	const last = sessions.reduce((latest, { issuedAt }) => Math.max(latest, issuedAt), 0);
	return {
		...stored,
		deletedDateTime: deletedAt === null ? null : graphTime(deletedAt),
		passwordProfile: null,
		signInSessionsValidFromDateTime: graphTime(tokensValidFrom),
		// Those who never signed in do not have it at all.
		...(last === 0 ? {} : { signInActivity: { lastSignInDateTime: graphTime(last), lastSignInRequestId: null, lastNonInteractiveSignInDateTime: null, lastNonInteractiveSignInRequestId: null } }),
		assignedLicenses: assignedLicences(state, user),
		licenseAssignmentStates: licenceStates(state, user),
		securityIdentifier: `S-1-12-1-${user.id.replaceAll('-', '').slice(-9)}`,
		isResourceAccount: null,
		identities: [{ signInType: 'userPrincipalName', issuer: 'kestrel.onmicrosoft.example', issuerAssignedId: user.userPrincipalName }],
	};
}

export const shownUser = (state: EntraState, user: EntraUser): Shown => showUser(state, user);

export function revokeSessions(scene: Scene, user: EntraUser): void {
	// Guests sign in at home: their sessions are not this tenant's to end.
	if (user.userType === 'Guest') return;
	const before = graphTime(user.tokensValidFrom);
	user.tokensValidFrom = scene.clock.now();
	user.criticalEventAt = scene.clock.now();
	touch(scene, user);
	record(scene, 'Update StsRefreshTokenValidFrom Timestamp', 'UserManagement', [userTarget(user)], { StsRefreshTokensValidFrom: [[before], [graphTime(user.tokensValidFrom)]] });
}

export function setEnabled(scene: Scene, user: EntraUser, enabled: boolean): void {
	const before = user.accountEnabled;
	user.accountEnabled = enabled;
	if (before === enabled) return;
	if (!enabled) user.criticalEventAt = scene.clock.now();
	record(scene, enabled ? 'Enable account' : 'Disable account', 'UserManagement', [userTarget(user)], { AccountEnabled: [[before], [enabled]] });
	touch(scene, user);
}

export function deleteUser(scene: Scene, user: EntraUser): void {
	const { state, clock } = scene;
	user.deletedAt = clock.iso();
	user.criticalEventAt = clock.now();
	state.users.delete(user.id);
	state.deletedUsers.set(user.id, user);
	touch(scene, user);
	record(scene, 'Delete user', 'UserManagement', [userTarget(user)]);
}

export function restoreUser(scene: Scene, user: EntraUser): void {
	const { state } = scene;
	user.deletedAt = null;
	state.deletedUsers.delete(user.id);
	state.users.set(user.id, user);
	touch(scene, user);
	record(scene, 'Restore user', 'UserManagement', [userTarget(user)]);
}

/** Refresh tokens that still buy new access tokens. */
export const liveSessions = ({ accountEnabled, deletedAt, sessions, tokensValidFrom }: EntraUser) =>
	accountEnabled && deletedAt === null ? sessions.filter(({ issuedAt }) => issuedAt >= tokensValidFrom) : [];

/** Access tokens in somebody's hands that resources still take. */
export const liveAccessTokens = ({ sessions, criticalEventAt }: EntraUser, now: number) =>
	sessions.filter(({ accessTokenUntil, cae, issuedAt }) => accessTokenUntil > now && !(cae && issuedAt < criticalEventAt));
