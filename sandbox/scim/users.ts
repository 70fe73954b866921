import type { AppCall, Scene } from './call';
import { deactivate, isActive, notOwner, reactivate } from './consequences';
import { notFound, taken } from './errors';
import { userType } from './language/schema';
import { demandRequired } from './language/values';
import type { Resource, ScimUser } from './state';

export const folded = ({ app }: Pick<Scene, 'app'>, userName: unknown) => (app.settings.caseSensitiveUserName ? String(userName) : String(userName).toLowerCase());

export function userById({ app, params }: Pick<AppCall, 'app' | 'params'>): ScimUser {
	const user = app.users.get(params.id ?? '');
	if (user === undefined) throw notFound(params.id ?? '');
	return user;
}

function unique(scene: Pick<Scene, 'app'>, { userName }: Resource, self: string | undefined): void {
	const wanted = folded(scene, userName);
	for (const { id, resource } of scene.app.users.values()) if (id !== self && folded(scene, resource.userName) === wanted) throw taken(`userName ${String(userName)} is already in use`);
}

function notBuried(scene: Pick<Scene, 'app'>, { userName, externalId }: Resource): void {
	const { settings, deleted } = scene.app;
	if (settings.deletedReturn === 'accepted') return;
	const wanted = folded(scene, userName);
	for (const { resource } of deleted.values()) {
		if (folded(scene, resource.userName) === wanted || (externalId !== undefined && resource.externalId === externalId)) throw taken(`${String(userName)} was deleted and cannot be used again`);
	}
}

/** Somebody new, whom nothing is asked of. */
export function addUser({ app, application }: Pick<Scene, 'app' | 'application'>, resource: Resource, created: string, details: Partial<ScimUser> = {}): ScimUser {
	const user: ScimUser = { id: application.idOf(++app.sequence), resource: { active: true, ...resource }, created, lastModified: created, version: 1, personId: null, role: 'member', invited: false, sessions: [], tokens: [], deletedAt: null, ...details };
	app.users.set(user.id, user);
	return user;
}

export function createUser(scene: Pick<Scene, 'app' | 'application' | 'clock'>, resource: Resource): ScimUser {
	demandRequired(userType, resource);
	unique(scene, resource, undefined);
	notBuried(scene, resource);
	return addUser(scene, resource, scene.clock.iso(), { invited: scene.app.settings.newcomers === 'invited' });
}

/** Takes over what a client has written, and lets happen what follows from it. */
export function updateUser(scene: Pick<Scene, 'app' | 'clock'>, user: ScimUser, given: Resource): void {
	const { changeable } = scene.app.settings;
	const resource = changeable === null ? given : { ...user.resource, ...Object.fromEntries(Object.entries(given).filter(([name]) => changeable.includes(name))) };
	demandRequired(userType, resource);
	unique(scene, resource, user.id);
	const was = isActive(user);
	const is = resource.active === true;
	if (was && !is) notOwner(scene, user);
	user.resource = resource;
	user.lastModified = scene.clock.iso();
	user.version += 1;
	if (was && !is) deactivate(scene, user);
	if (!was && is) reactivate(user);
}
