import { noContent, ok } from '../../server/message';
import { apiKeyFor, licensed } from '../auth';
import { knownParameters, page } from '../paging';
import type { N8nCall, N8nRoute, N8nUser } from '../state';
import { makeUser } from '../state';
import { refuse } from '../style';
import { assignable, changeRole, deleteUser, isEmail, userByKey } from '../users';

const show = ({ role, ...user }: N8nUser, withRole: boolean) => ({ ...user, mfaEnabled: false, ...(withRole ? { role } : {}) });
const wantsRole = ({ query }: N8nCall) => query.get('includeRole') === 'true';

function list(call: N8nCall) {
	knownParameters(call, 'limit', 'offset', 'cursor', 'includeRole', 'projectId');
	const projectId = call.query.get('projectId');
	const project = projectId === null ? undefined : call.state.projects.get(projectId);
	if (projectId !== null && project === undefined) throw refuse(404, 'Project not found');
	const users = [...call.state.users.values()].filter(({ id }) => project === undefined || project.members.has(id)).sort((a, b) => a.id.localeCompare(b.id));
	// It counts all users, whichever project was asked for.
	return page(call, users, (user) => show(user, wantsRole(call)), call.state.users.size);
}

function read(call: N8nCall) {
	knownParameters(call, 'includeRole');
	return ok(show(userByKey(call), wantsRole(call)));
}

interface Invitation {
	email: string;
	role: string;
}

function invitationsIn({ incoming }: N8nCall): Invitation[] {
	let given: unknown;
	try {
		given = JSON.parse(incoming.rawBody.toString('utf8'));
	} catch {
		throw refuse(400, 'Invalid JSON in request body');
	}
	if (!Array.isArray(given)) throw refuse(400, 'request/body must be array');
	return given.map((value: { email?: unknown; role?: unknown }, index) => {
		if (typeof value.email !== 'string' || !isEmail(value.email)) throw refuse(400, `request/body/${index}/email must match format "email"`);
		return { email: value.email, role: String(value.role ?? 'global:member') };
	});
}

function invite(call: N8nCall) {
	const { state, clock, baseUrl } = call;
	const { singleSignOn, mailServer, licence } = state.settings;
	const wanted = invitationsIn(call);
	for (const { role } of wanted) assignable(role);
	if (singleSignOn) throw refuse(400, 'SSO is enabled, so users are managed by the Identity Provider and cannot be added through invites');
	if (wanted.some(({ role }) => role === 'global:admin') && !licence.includes('feat:advancedPermissions')) {
		throw refuse(403, 'Cannot invite admin user without advanced permissions. Please upgrade to a license that includes this feature.');
	}
	const invited = wanted.flatMap(({ email, role }) => {
		const known = [...state.users.values()].find((user) => user.email === email.toLowerCase());
		// Who is there already is left out of the answer.
		if (known !== undefined && !known.isPending) return [];
		const { id } = known ?? makeUser(state, clock, { email, role });
		const link = mailServer ? {} : { inviteAcceptUrl: `${baseUrl}/signup?token=${apiKeyFor(id, 'invitation')}` };
		return [{ user: { id, email, emailSent: mailServer, role, ...link }, error: '' }];
	});
	return { status: 201, body: invited };
}

function setRole(call: N8nCall) {
	const { state, caller } = call;
	licensed(state, 'feat:advancedPermissions');
	if (!caller.scopes.includes('user:changeRole')) throw refuse(403, 'Forbidden');
	const { newRoleName } = JSON.parse(call.incoming.rawBody.toString('utf8') || '{}') as { newRoleName?: string };
	if (typeof newRoleName !== 'string') throw refuse(400, "request/body must have required property 'newRoleName'");
	assignable(newRoleName);
	if (state.settings.rolesManagedElsewhere) throw refuse(403, 'Instance roles are managed automatically and cannot be changed manually');
	if (call.params.id === caller.user.id) throw refuse(403, 'Cannot change your own global role');
	const user = state.users.get(call.params.id ?? '');
	if (user === undefined) throw refuse(404, 'Target user not found');
	if (user.role === 'global:owner') throw refuse(403, 'Admin cannot change role on global owner');
	changeRole(state, user, newRoleName);
	return noContent();
}

function remove(call: N8nCall) {
	// The handler knows `transferId`; what checks requests before it does not.
	knownParameters(call);
	const { state, caller, params } = call;
	if (params.id === caller.user.id) throw refuse(400, 'Cannot delete your own user');
	const user = state.users.get(params.id ?? '');
	if (user === undefined) throw refuse(404, 'Request to delete a user failed because the user to delete was not found in DB');
	if (user.role === 'global:owner') throw refuse(403, 'Instance owner cannot be deleted.');
	deleteUser(state, user);
	return noContent();
}

export const userRoutes: N8nRoute[] = [
	{ method: 'GET', path: '/api/v1/users', needs: 'user:list', handle: list },
	{ method: 'POST', path: '/api/v1/users', needs: 'user:create', handle: invite },
	{ method: 'GET', path: '/api/v1/users/:id', needs: 'user:read', handle: read },
	{ method: 'DELETE', path: '/api/v1/users/:id', needs: 'user:delete', handle: remove },
	// The licence is asked for before the scope.
	{ method: 'PATCH', path: '/api/v1/users/:id/role', handle: setRole },
];
