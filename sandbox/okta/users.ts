import type { OktaCall } from './call';
import { notFound } from './errors';
import type { Scene } from './log';
import type { OktaState, OktaUser, UserStatus } from './state';

export function showUser(user: OktaUser, baseUrl: string) {
	const { id, status, transition, created, activated, statusChanged, lastLogin, lastUpdated, passwordChanged, profile, provider } = user;
	const self = `${baseUrl}/api/v1/users/${id}`;
	return {
		id,
		status,
		...(transition === undefined ? {} : { transitioningToStatus: transition.to }),
		created,
		activated,
		statusChanged,
		lastLogin,
		lastUpdated,
		passwordChanged,
		type: { id: 'oty1jml00default0000' },
		profile,
		credentials: { ...(user.hasPassword ? { password: {} } : {}), provider },
		_links: {
			self: { href: self },
			suspend: { href: `${self}/lifecycle/suspend`, method: 'POST' },
			deactivate: { href: `${self}/lifecycle/deactivate`, method: 'POST' },
		},
	};
}

const loginOf = ({ profile }: OktaUser) => String(profile.login).toLowerCase();

export const userByLogin = (state: OktaState, login: string) => [...state.users.values()].find((user) => loginOf(user) === login.toLowerCase());

/** An id, a login, or the part of the login before the @ where only one user has it. */
export function lookUp(state: OktaState, key: string): OktaUser | undefined {
	const exact = state.users.get(key) ?? userByLogin(state, key);
	if (exact !== undefined) return exact;
	const short = [...state.users.values()].filter((user) => loginOf(user).split('@', 1)[0] === key.toLowerCase());
	return short.length === 1 ? short[0] : undefined;
}

export function userByKey({ state }: Pick<OktaCall, 'state'>, key: string): OktaUser {
	const user = lookUp(state, key);
	if (user === undefined) throw notFound(key, 'User');
	return user;
}

export function userById({ state }: Pick<OktaCall, 'state'>, id: string): OktaUser {
	const user = state.users.get(id);
	if (user === undefined) throw notFound(id, 'User');
	return user;
}

/** Makes a change visible to `search` once the search lag has passed. */
export function reindex({ state, clock }: Pick<Scene, 'state' | 'clock'>, id: string): void {
	const user = state.users.get(id);
	const visible = clock.elapsed();
	const versions = state.index.get(id) ?? [];
	const firstUseful = Math.max(0, versions.findLastIndex(({ sinceElapsed }) => sinceElapsed <= visible));
	const next = { sinceElapsed: visible + state.settings.searchLagMs, user: user === undefined ? undefined : structuredClone(user) };
	state.index.set(id, [...versions.slice(firstUseful), next]);
}

export function indexedUsers({ state, clock }: Pick<Scene, 'state' | 'clock'>): OktaUser[] {
	const visible = clock.elapsed();
	return [...state.index.values()].flatMap((versions) => versions.findLast(({ sinceElapsed }) => sinceElapsed <= visible)?.user ?? []);
}

export function touch(scene: Pick<Scene, 'state' | 'clock'>, user: OktaUser): void {
	user.lastUpdated = scene.clock.iso();
	reindex(scene, user.id);
}

export function setStatus(scene: Pick<Scene, 'state' | 'clock'>, user: OktaUser, status: UserStatus): void {
	user.status = status;
	user.statusChanged = scene.clock.iso();
	delete user.transition;
	touch(scene, user);
}
