import { jsonBody, noContent, ok } from '../../server/message';
import { appsOf, scopeOf, showAssignment } from '../assignments';
import type { OktaCall, OktaRoute } from '../call';
import { notFound, refuse } from '../errors';
import { parseExpression } from '../expression';
import { plainTarget, record, userTarget } from '../log';
import { page } from '../paging';
import { mayManage } from '../permissions';
import type { App, OktaState, OktaUser } from '../state';
import { userById, userByKey } from '../users';

const FILTER = { operators: ['eq'], attributes: ['user.id', 'group.id', 'status', 'name'], caseSensitive: true };
const PAGE = { usual: 20, largest: 200 };

const showApp = ({ id, name, label, status, signOnMode, created, features }: App, baseUrl: string) => ({
	id,
	name,
	label,
	status,
	signOnMode,
	created,
	lastUpdated: created,
	features,
	visibility: { hide: { iOS: false, web: false } },
	_links: { self: { href: `${baseUrl}/api/v1/apps/${id}` }, users: { href: `${baseUrl}/api/v1/apps/${id}/users` } },
});

function appById({ state, params }: OktaCall): App {
	const app = state.apps.get(params.app ?? '');
	if (app === undefined) throw notFound(params.app ?? '', 'AppInstance');
	return app;
}

const usersOf = (state: OktaState, app: App): OktaUser[] => [...state.users.values()].filter((user) => scopeOf(state, app, user) !== undefined);

function list(call: OktaCall) {
	const { state, query, baseUrl } = call;
	const filter = query.get('filter');
	const fits = filter === null ? () => true : parseExpression(filter, FILTER);
	const facts = (app: App) => ({ user: usersOf(state, app).map(({ id }) => ({ id })), group: app.groupIds.map((id) => ({ id })), status: app.status, name: app.name });
	const expanded = state.users.get(query.get('expand')?.replace(/^user\//, '') ?? '');
	return page(call, [...state.apps.values()].filter((app) => fits(facts(app))), ({ id }) => id, PAGE, (app) => {
		if (expanded === undefined || scopeOf(state, app, expanded) === undefined) return showApp(app, baseUrl);
		return { ...showApp(app, baseUrl), _embedded: { user: showAssignment(state, app, expanded, baseUrl) } };
	});
}

function links(call: OktaCall) {
	const user = userByKey(call, call.params.id ?? '');
	const visible = appsOf(call.state, user).filter(({ signOnMode }) => signOnMode !== 'OPENID_CONNECT');
	return ok(visible.map((app) => ({ id: app.id, label: app.label, appName: app.name, appInstanceId: app.id, appAssignmentId: user.id, hidden: false, linkUrl: `${call.baseUrl}/home/${app.name}/${app.id}` })));
}

function listUsers(call: OktaCall) {
	const app = appById(call);
	return page(call, usersOf(call.state, app), ({ id }) => id, { usual: 50, largest: 500 }, (user) => showAssignment(call.state, app, user, call.baseUrl));
}

function assigned(call: OktaCall): { app: App; user: OktaUser } {
	const app = appById(call);
	const user = userById(call, call.params.user ?? '');
	if (scopeOf(call.state, app, user) === undefined) throw notFound(user.id, 'AppUser');
	return { app, user };
}

function getUser(call: OktaCall) {
	const { app, user } = assigned(call);
	return ok(showAssignment(call.state, app, user, call.baseUrl));
}

function assign(call: OktaCall) {
	const body = jsonBody(call.incoming);
	const app = appById(call);
	const user = userById(call, call.params.user ?? String(body?.id ?? ''));
	mayManage(call.state, call.caller, user);
	if (user.status === 'DEPROVISIONED') throw refuse('E0000038');
	app.users.set(user.id, { assignedAt: call.clock.iso(), profile: (body?.profile ?? {}) as Record<string, unknown> });
	record(call, 'application.user_membership.add', [userTarget(user), plainTarget('AppInstance', app.id, app.label)]);
	return ok(showAssignment(call.state, app, user, call.baseUrl));
}

/** Takes away the direct assignment and its profile; one that comes through a group is there again at the next look. */
function unassign(call: OktaCall) {
	const { app, user } = assigned(call);
	mayManage(call.state, call.caller, user);
	app.users.delete(user.id);
	record(call, 'application.user_membership.remove', [userTarget(user), plainTarget('AppInstance', app.id, app.label)]);
	return noContent();
}

const read = 'okta.apps.read';
const manage = 'okta.apps.manage';

export const appRoutes: OktaRoute[] = [
	{ method: 'GET', path: '/api/v1/users/:id/appLinks', needs: 'okta.users.read', handle: links },
	{ method: 'GET', path: '/api/v1/apps', needs: read, handle: list },
	{ method: 'GET', path: '/api/v1/apps/:app', needs: read, handle: (call) => ok(showApp(appById(call), call.baseUrl)) },
	{ method: 'GET', path: '/api/v1/apps/:app/users', needs: read, handle: listUsers },
	{ method: 'POST', path: '/api/v1/apps/:app/users', needs: manage, handle: assign },
	{ method: 'GET', path: '/api/v1/apps/:app/users/:user', needs: read, handle: getUser },
	{ method: 'DELETE', path: '/api/v1/apps/:app/users/:user', needs: manage, handle: unassign },
];
