import type { App, OktaState, OktaUser } from './state';

export type Scope = 'USER' | 'GROUP';

const inAssignedGroup = (state: OktaState, { groupIds }: App, userId: string) =>
	groupIds.some((groupId) => state.groups.get(groupId)?.members.has(userId) === true);

/** A direct assignment hides the one that comes through a group; a deactivated user has neither. */
export function scopeOf(state: OktaState, app: App, user: OktaUser): Scope | undefined {
	if (user.status === 'DEPROVISIONED') return undefined;
	if (app.users.has(user.id)) return 'USER';
	return inAssignedGroup(state, app, user.id) ? 'GROUP' : undefined;
}

export const appsOf = (state: OktaState, user: OktaUser) => [...state.apps.values()].filter((app) => scopeOf(state, app, user) !== undefined);

export function showAssignment(state: OktaState, app: App, user: OktaUser, baseUrl: string) {
	const direct = app.users.get(user.id);
	return {
		id: user.id,
		externalId: null,
		created: direct?.assignedAt ?? app.created,
		lastUpdated: direct?.assignedAt ?? app.created,
		scope: scopeOf(state, app, user),
		status: 'ACTIVE',
		credentials: { userName: user.profile.login },
		profile: direct?.profile ?? {},
		_links: { app: { href: `${baseUrl}/api/v1/apps/${app.id}` }, user: { href: `${baseUrl}/api/v1/users/${user.id}` } },
	};
}
