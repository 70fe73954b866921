import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../server/message';
import { noContent } from '../../server/message';
import type { AppCall } from '../call';
import { notOwner, remove } from '../consequences';
import { refuse } from '../errors';
import { patched } from '../language/patch';
import { userType } from '../language/schema';
import { keptResource } from '../language/values';
import { fitting, list } from '../lists';
import { answer, bodyOf, isKnown, versionHeader } from '../replies';
import { locationOf, shown, wholeUsers } from '../shown';
import type { Resource, ScimUser } from '../state';
import { createUser, updateUser, userById } from '../users';
import type { AppRoute } from './route';

const answerUser = (call: AppCall, user: ScimUser, status = 200): Reply => {
	const [whole = {}] = wholeUsers(call, [user]);
	return answer(call, status, shown(call, whole), { ...versionHeader(call, user), ...(status === 201 ? { location: locationOf(call, userType, user.id) } : {}) });
};

function listUsers(call: AppCall) {
	const { app, query } = call;
	const fits = fitting(call, userType, query.get('filter'));
	const listed = [...app.users.values()].filter(({ resource }) => app.settings.deactivatedInLists || resource.active === true);
	return list(call, wholeUsers(call, listed).filter(fits));
}

function getUser(call: AppCall) {
	const user = userById(call);
	return isKnown(call, user) ? answer(call, 304, undefined, versionHeader(call, user)) : answerUser(call, user);
}

const create = (call: AppCall) => answerUser(call, createUser(call, keptResource(userType, bodyOf(call), call.app.settings)), 201);

/** A change that removed the account has nothing to show. */
const afterwards = (call: AppCall, user: ScimUser, silent: boolean) => (silent || user.deletedAt !== null ? noContent() : answerUser(call, user));

function replace(call: AppCall) {
	const { settings } = call.app;
	if (settings.put !== 'applied') throw refuse(settings.put, 'PUT is not supported');
	const user = userById(call);
	isKnown(call, user);
	const { password } = user.resource;
	const given: Resource = { active: true, ...(password === undefined ? {} : { password }), ...keptResource(userType, bodyOf(call), settings) };
	updateUser(call, user, given);
	return afterwards(call, user, false);
}

function patch(call: AppCall) {
	const { settings } = call.app;
	if (typeof settings.patch === 'number') throw refuse(settings.patch, 'PATCH is not supported');
	const user = userById(call);
	isKnown(call, user);
	const next = patched(userType, user.resource, bodyOf(call), settings);
	if (settings.patch === 'applied' && !isDeepStrictEqual(next, user.resource)) updateUser(call, user, next);
	return afterwards(call, user, settings.patchAnswers === 204);
}

function removeUser(call: AppCall) {
	const { settings } = call.app;
	if (settings.delete !== 'applied') throw refuse(settings.delete, 'DELETE is not supported');
	const user = userById(call);
	isKnown(call, user);
	notOwner(call, user);
	remove(call, user);
	return noContent();
}

export const userRoutes: AppRoute[] = [
	{ method: 'GET', path: '/Users', handle: listUsers },
	{ method: 'POST', path: '/Users', handle: create },
	{ method: 'GET', path: '/Users/:id', handle: getUser },
	{ method: 'PUT', path: '/Users/:id', handle: replace },
	{ method: 'PATCH', path: '/Users/:id', handle: patch },
	{ method: 'DELETE', path: '/Users/:id', handle: removeUser },
];
