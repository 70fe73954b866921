import { header, jsonBody, noContent, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { invalid, notFound, refuse } from '../errors';
import { parseExpression } from '../expression';
import { record, userTarget } from '../log';
import { perform } from '../lifecycle';
import { page } from '../paging';
import { mayManage, notLastSuperAdmin } from '../permissions';
import type { OktaUser } from '../state';
import { createUser, updateProfile } from '../profiles';
import { indexedUsers, reindex, showUser, userByKey } from '../users';

const NAMES = ['profile.firstName', 'profile.lastName', 'profile.email', 'profile.login'];
const SEARCH = { operators: ['eq', 'sw', 'co', 'gt', 'ge', 'lt', 'le', 'pr'], containable: NAMES, caseSensitive: false };
const FILTER = { operators: ['eq', 'gt', 'ge', 'lt', 'le', 'pr'], attributes: ['status', 'lastUpdated', 'id', ...NAMES], caseSensitive: true };
const PAGE = { usual: 200, largest: 200 };

const startsWith = (value: unknown, prefix: string) => String(value).toLowerCase().startsWith(prefix.toLowerCase());

function candidates({ state, clock, query }: OktaCall): OktaUser[] {
	const search = query.get('search');
	const filter = query.get('filter');
	const q = query.get('q');
	if (search !== null) {
		const fits = parseExpression(search, SEARCH);
		return indexedUsers({ state, clock }).filter(fits);
	}
	if (filter !== null) {
		const fits = parseExpression(filter, FILTER);
		return [...state.users.values()].filter(fits);
	}
	const living = [...state.users.values()].filter(({ status }) => status !== 'DEPROVISIONED');
	if (q === null) return living;
	return living.filter(({ profile }) => [profile.firstName, profile.lastName, profile.email].some((value) => startsWith(value, q)));
}

function list(call: OktaCall) {
	return page(call, candidates(call), ({ id }) => id, PAGE, (user) => showUser(user, call.baseUrl));
}

function get(call: OktaCall) {
	const { params, caller, state, baseUrl } = call;
	if (params.id !== 'me') return ok(showUser(userByKey(call, params.id ?? ''), baseUrl));
	const me = caller.type === 'User' ? state.users.get(caller.id) : undefined;
	if (me === undefined) throw notFound('me', 'User');
	return ok(showUser(me, baseUrl));
}

function bodyOf({ incoming }: OktaCall): Record<string, unknown> {
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse('E0000003');
	return body;
}

function create(call: OktaCall) {
	return ok(showUser(createUser(call, bodyOf(call)), call.baseUrl));
}

const update = (mode: 'partial' | 'full') => (call: OktaCall) => {
	const user = userByKey(call, call.params.id ?? '');
	mayManage(call.state, call.caller, user);
	const { profile } = bodyOf(call);
	if (profile !== undefined && (typeof profile !== 'object' || profile === null)) throw invalid('profile', 'profile: must be an object');
	updateProfile(call, user, (profile ?? {}) as Record<string, unknown>, mode);
	return ok(showUser(user, call.baseUrl));
};

/** The first DELETE only deactivates, the second deletes; both answer 204. */
function remove(call: OktaCall) {
	const { state, caller, incoming, params } = call;
	const user = userByKey(call, params.id ?? '');
	mayManage(state, caller, user);
	notLastSuperAdmin(state, user);
	if (user.status !== 'DEPROVISIONED') {
		perform(call, 'deactivate', user, header(incoming, 'prefer') === 'respond-async');
		return noContent();
	}
	record(call, 'user.lifecycle.delete.initiated', [userTarget(user)]);
	state.users.delete(user.id);
	for (const { members } of state.groups.values()) members.delete(user.id);
	for (const device of state.devices.values()) device.users = device.users.filter(({ userId }) => userId !== user.id);
	reindex(call, user.id);
	record(call, 'user.lifecycle.delete.completed', [userTarget(user)]);
	return noContent();
}

export const userRoutes: OktaRoute[] = [
	{ method: 'GET', path: '/api/v1/users', needs: 'okta.users.read', handle: list },
	{ method: 'POST', path: '/api/v1/users', needs: 'okta.users.manage', handle: create },
	{ method: 'GET', path: '/api/v1/users/:id', needs: 'okta.users.read', handle: get },
	{ method: 'POST', path: '/api/v1/users/:id', needs: 'okta.users.manage', handle: update('partial') },
	{ method: 'PUT', path: '/api/v1/users/:id', needs: 'okta.users.manage', handle: update('full') },
	{ method: 'DELETE', path: '/api/v1/users/:id', needs: 'okta.users.manage', handle: remove },
];
