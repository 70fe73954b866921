import { noContent, ok, type Reply } from '../../server/message';
import { record, userTarget } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { touch } from '../dynamicGroups';
import { badRequest, denied, mastered, notFound } from '../errors';
import { isEventual, list, single } from '../odata/list';
import { allows, demand, NEEDS } from '../permissions';
import { blankUser, changesIn, type NewPassword } from '../profile';
import { BASIC_USER, DIRECTORY_OBJECT, USER } from '../resources';
import { demandAuthorityOver, demandUnrestricted } from '../roles';
import type { EntraUser } from '../state';
import { nextId } from '../state';
import { deleteUser, restoreUser, revokeSessions, setEnabled, shownUser, userByKey } from '../users';
import { bodyOf, referenceIn } from './bodies';

const SENSITIVE = ['accountEnabled', 'businessPhones', 'mobilePhone', 'otherMails', 'userPrincipalName', 'onPremisesImmutableId'];
const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName', 'passwordProfile'];
const LARGEST_PAGE_WITH_ACTIVITY = 120;

export const userOf = (call: EntraCall) => userByKey(call, call.params.id ?? '');

const selected = ({ query }: EntraCall) => query.get('$select')?.split(',') ?? [];

/** Some properties take a permission of their own, even to be read. */
function demandReadable(call: EntraCall): void {
	const names = selected(call);
	if (!allows(call.caller.permissions, NEEDS.readUsersFully) && names.some((name) => !BASIC_USER.includes(name))) throw denied();
	if (names.includes('signInActivity')) demand(call, NEEDS.readActivity);
	if (names.includes('employeeLeaveDateTime')) demand(call, NEEDS.readLifeCycle);
}

const reading = (call: EntraCall) => (allows(call.caller.permissions, NEEDS.readUsersFully) ? USER : { ...USER, usual: BASIC_USER });

function listUsers(call: EntraCall): Reply {
	demandReadable(call);
	const { state } = call;
	const withActivity = selected(call).includes('signInActivity');
	if (withActivity && Number(call.query.get('$top')) > LARGEST_PAGE_WITH_ACTIVITY) call.query.set('$top', String(LARGEST_PAGE_WITH_ACTIVITY));
	return list(call, {
		resource: reading(call),
		items: [...state.users.values()],
		idOf: ({ id }) => id,
		show: (user) => shownUser(state, user),
		context: 'users',
		indexed: () => [...state.index.values()],
	});
}

function countUsers(call: EntraCall): Reply {
	if (!isEventual(call)) throw badRequest("$count is not currently supported without the header 'ConsistencyLevel: eventual'.");
	return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(call.state.index.size) };
}

function getUser(call: EntraCall): Reply {
	demandReadable(call);
	return single(call, reading(call), 'users', shownUser(call.state, userOf(call)));
}

function setPassword({ clock }: EntraCall, user: EntraUser, { password, mustChange }: NewPassword): void {
	user.password = password;
	user.mustChangePassword = mustChange;
	user.lastPasswordChangeDateTime = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
	user.criticalEventAt = clock.now();
}

function createUser(call: EntraCall): Reply {
	const { state, clock } = call;
	const body = bodyOf(call);
	const missing = REQUIRED.find((name) => body[name] === undefined);
	if (missing !== undefined) throw badRequest(`A value is required for property '${missing}' of resource 'User'.`);
	if (body.employeeLeaveDateTime !== undefined) demand(call, NEEDS.writeLifeCycle);
	const { properties, password } = changesIn(call, body);
	const user = { ...blankUser(nextId(state), clock.iso()), ...properties } as EntraUser;
	if (password !== undefined) setPassword(call, user, password);
	user.criticalEventAt = 0;
	state.users.set(user.id, user);
	touch(call, user);
	record(call, 'Add user', 'UserManagement', [userTarget(user)]);
	return single(call, USER, 'users', shownUser(state, user), 201);
}

function demandMayUpdate(call: EntraCall, names: readonly string[]): void {
	const rest = names.filter((name) => !['accountEnabled', 'passwordProfile', 'employeeLeaveDateTime'].includes(name));
	if (names.includes('accountEnabled')) demand(call, NEEDS.enableUsers);
	if (names.includes('passwordProfile')) demand(call, NEEDS.setPassword);
	if (names.includes('employeeLeaveDateTime')) demand(call, NEEDS.writeLifeCycle);
	if (rest.length > 0) demand(call, NEEDS.writeUsers);
}

function updateUser(call: EntraCall): Reply {
	const body = bodyOf(call);
	const names = Object.keys(body);
	if (names.length === 0) throw badRequest('Write requests (excluding DELETE) must contain the Content-Type header declaration and a body.');
	demandMayUpdate(call, names);
	const user = userOf(call);
	demandUnrestricted(call, user.id);
	if (names.includes('passwordProfile') || names.some((name) => SENSITIVE.includes(name))) demandAuthorityOver(call, user);
	const { properties: { accountEnabled, ...properties }, password } = changesIn(call, body, user);
	if (accountEnabled !== undefined) setEnabled(call, user, accountEnabled);
	if (password !== undefined) {
		setPassword(call, user, password);
		record(call, 'Reset user password', 'UserManagement', [userTarget(user)]);
	}
	if (Object.keys(properties).length > 0) {
		const modified = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, [user[name as keyof EntraUser], value] as [unknown, unknown]]));
		Object.assign(user, properties);
		record(call, 'Update user', 'UserManagement', [userTarget(user)], modified);
	}
	touch(call, user);
	return noContent();
}

export function removeUser(call: EntraCall, user: EntraUser): Reply {
	demandUnrestricted(call, user.id);
	demandAuthorityOver(call, user);
	deleteUser(call, user);
	return noContent();
}

function revoke(call: EntraCall): Reply {
	const user = userOf(call);
	demandUnrestricted(call, user.id);
	revokeSessions(call, user);
	return call.state.settings.revokeAnswers === 204 ? noContent() : ok({ '@odata.context': `${call.baseUrl}/v1.0/$metadata#Edm.Boolean`, value: true });
}

function managerOf({ state }: EntraCall, user: EntraUser): EntraUser {
	const manager = user.managerId === null ? undefined : state.users.get(user.managerId);
	if (manager === undefined) throw notFound('manager');
	return manager;
}

function managedUser(call: EntraCall): EntraUser {
	const user = userOf(call);
	demandUnrestricted(call, user.id);
	if (user.onPremisesSyncEnabled === true) throw mastered();
	return user;
}

function setManager(call: EntraCall): Reply {
	const user = managedUser(call);
	const manager = userByKey(call, referenceIn(call));
	user.managerId = manager.id;
	record(call, 'Set user manager', 'UserManagement', [userTarget(user), userTarget(manager)]);
	return noContent();
}

function removeManager(call: EntraCall): Reply {
	const user = managedUser(call);
	const manager = managerOf(call, user);
	user.managerId = null;
	record(call, 'Remove user manager', 'UserManagement', [userTarget(user), userTarget(manager)]);
	return noContent();
}

const deletedOf = (call: EntraCall): EntraUser => {
	const user = call.state.deletedUsers.get(call.params.id ?? '');
	if (user === undefined) throw notFound(call.params.id ?? '');
	return user;
};

function restore(call: EntraCall): Reply {
	const user = deletedOf(call);
	demandAuthorityOver(call, user);
	changesIn(call, { userPrincipalName: user.userPrincipalName });
	restoreUser(call, user);
	return single(call, USER, 'directoryObjects', { '@odata.type': '#microsoft.graph.user', ...shownUser(call.state, user) });
}

const typed = (call: EntraCall, user: EntraUser) => ({ '@odata.type': '#microsoft.graph.user', ...shownUser(call.state, user) });

const people = (call: EntraCall, users: readonly EntraUser[], context: string): Reply =>
	list(call, { resource: USER, items: users, idOf: ({ id }) => id, show: (user) => typed(call, user), context });

export const userRoutes: EntraRoute[] = [
	{ method: 'GET', path: '/v1.0/users', needs: NEEDS.readUsers, handle: listUsers },
	{ method: 'POST', path: '/v1.0/users', needs: NEEDS.writeUsers, handle: createUser },
	{ method: 'GET', path: '/v1.0/users/$count', needs: NEEDS.readUsersFully, handle: countUsers },
	{ method: 'GET', path: '/v1.0/users/:id', needs: NEEDS.readUsers, handle: getUser },
	{ method: 'PATCH', path: '/v1.0/users/:id', handle: updateUser },
	{ method: 'DELETE', path: '/v1.0/users/:id', needs: NEEDS.deleteUsers, handle: (call) => removeUser(call, userOf(call)) },
	{ method: 'POST', path: '/v1.0/users/:id/revokeSignInSessions', needs: NEEDS.revokeSessions, handle: revoke },
	{ method: 'POST', path: '/v1.0/users/:id/invalidateAllRefreshTokens', needs: NEEDS.invalidateTokens, handle: revoke },
	{ method: 'GET', path: '/v1.0/users/:id/manager', needs: NEEDS.readUsersFully, handle: (call) => single(call, USER, 'directoryObjects', typed(call, managerOf(call, userOf(call)))) },
	{ method: 'PUT', path: '/v1.0/users/:id/manager/$ref', needs: NEEDS.setManager, handle: setManager },
	{ method: 'DELETE', path: '/v1.0/users/:id/manager/$ref', needs: NEEDS.setManager, handle: removeManager },
	{
		method: 'GET',
		path: '/v1.0/users/:id/directReports',
		needs: NEEDS.readUsersFully,
		handle: (call) => {
			const { id } = userOf(call);
			return people(call, [...call.state.users.values()].filter(({ managerId }) => managerId === id), 'directoryObjects');
		},
	},
	{ method: 'GET', path: '/v1.0/directory/deletedItems/microsoft.graph.user', needs: NEEDS.readUsersFully, handle: (call) => people(call, [...call.state.deletedUsers.values()], 'directoryObjects') },
	{ method: 'GET', path: '/v1.0/directory/deletedItems/:id', needs: NEEDS.readUsersFully, handle: (call) => single(call, DIRECTORY_OBJECT, 'directoryObjects', typed(call, deletedOf(call))) },
	{ method: 'POST', path: '/v1.0/directory/deletedItems/:id/restore', needs: NEEDS.deleteUsers, handle: restore },
	{
		method: 'DELETE',
		path: '/v1.0/directory/deletedItems/:id',
		needs: NEEDS.deleteUsers,
		handle: (call) => {
			const user = deletedOf(call);
			demandAuthorityOver(call, user);
			call.state.deletedUsers.delete(user.id);
			record(call, 'Hard Delete user', 'UserManagement', [userTarget(user)]);
			return noContent();
		},
	},
];
