import { noContent, ok } from '../../server/message';
import { checkFields, checkNewAddress, checkPassword, checkOrgUnit, deleteUser, setSuperAdmin, signOut, undeleteUser, updateUser, type Fields } from '../accounts';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { forbidden, invalid, notFound, refuse } from '../errors';
import { page } from '../paging';
import { demand, isSuperAdmin, type Privilege } from '../permissions';
import { matcherOf } from '../query';
import type { GoogleUser } from '../state';
import { createUser, indexedUsers, reindex, showUser, userOf, writableUser } from '../users';
import { bodyOf, checkCustomer, route } from './route';

const DAY = 86_400_000;
const UNDELETE_DAYS = 20;

const PRIVILEGE_OF: Record<string, Privilege> = { suspended: 'USERS_SUSPEND', password: 'USERS_RESET_PASSWORD', changePasswordAtNextLogin: 'USERS_RESET_PASSWORD', orgUnitPath: 'USERS_MOVE' };

const at = '/admin/directory/v1/users';

const show = (call: GoogleCall, user: GoogleUser) => {
	const { customSchemas, ...basic } = { customSchemas: undefined, ...showUser(call, user) };
	return call.query.get('projection') === 'full' && customSchemas !== undefined ? { ...basic, customSchemas } : basic;
};

const byAddress = (a: GoogleUser, b: GoogleUser) => (a.primaryEmail < b.primaryEmail ? -1 : 1);

function listUsers(call: GoogleCall) {
	const { state, query } = call;
	const [customer, domain, text] = [query.get('customer'), query.get('domain'), query.get('query')];
	if (customer === null && domain === null) throw refuse(400, 'badRequest', 'Bad Request');
	if (customer !== null) checkCustomer(call, customer);
	if (domain !== null && domain !== state.customer.domain) throw forbidden();
	const deleted = query.get('showDeleted') === 'true';
	const all = text === null ? [...state.users.values()] : indexedUsers(call).filter(matcherOf(text));
	const listed = all.filter(({ deletionTime }) => (deletionTime !== undefined) === deleted).sort(byAddress);
	if (query.get('sortOrder') === 'DESCENDING') listed.reverse();
	return page(call, listed, { field: 'users', usual: 100, largest: 500, idOf: ({ id }) => id, show: (user) => show(call, user), around: { kind: 'admin#directory#users' } });
}

const text = (fields: Fields, name: string): string => {
	const value = fields[name];
	if (typeof value !== 'string' || value === '') throw invalid(`Invalid Input: ${name}`);
	return value;
};

function insertUser(call: GoogleCall) {
	const fields = bodyOf(call);
	checkFields(fields);
	const primaryEmail = text(fields, 'primaryEmail');
	checkNewAddress(call.state, primaryEmail);
	checkPassword(text(fields, 'password'));
	const name = (fields.name ?? {}) as Fields;
	const [givenName, familyName] = [text(name, 'givenName'), text(name, 'familyName')];
	if (typeof fields.orgUnitPath === 'string') checkOrgUnit(call.state, fields.orgUnitPath);
	const user = createUser(call, { primaryEmail, givenName, familyName });
	record(call, 'CREATE_USER', { USER_EMAIL: user.primaryEmail });
	const { primaryEmail: _address, name: _name, password: _password, ...rest } = fields;
	updateUser(call, user, rest);
	return ok(show(call, user));
}

function changeUser(call: GoogleCall) {
	const fields = bodyOf(call);
	for (const privilege of new Set(Object.keys(fields).map((name) => PRIVILEGE_OF[name] ?? 'USERS_UPDATE'))) demand(call, privilege);
	const user = writableUser(call);
	updateUser(call, user, fields);
	return ok(show(call, user));
}

function makeAdmin(call: GoogleCall) {
	if (!isSuperAdmin(call.state, call.caller.id)) throw forbidden();
	const { status } = bodyOf(call);
	if (typeof status !== 'boolean') throw invalid('Invalid Input: status');
	setSuperAdmin(call, writableUser(call), status);
	return noContent();
}

/** By id only: addresses of deleted users belong to nobody. */
function undelete(call: GoogleCall) {
	const user = call.state.users.get(call.params.userKey ?? '');
	const deletedAt = Date.parse(user?.deletionTime ?? '');
	if (user === undefined || !(call.clock.now() - deletedAt <= UNDELETE_DAYS * DAY)) throw notFound('userKey');
	const { orgUnitPath } = bodyOf(call);
	undeleteUser(call, user, typeof orgUnitPath === 'string' ? orgUnitPath : '/');
	return noContent();
}

const { readUsers, writeUsers, security } = SCOPES;

export const userRoutes = [
	route('GET', at, { scopes: readUsers, privilege: 'USERS_RETRIEVE' }, listUsers),
	route('POST', at, { scopes: writeUsers, privilege: 'USERS_CREATE' }, insertUser),
	route('GET', `${at}/:userKey`, { scopes: readUsers, privilege: 'USERS_RETRIEVE' }, (call) => ok(show(call, userOf(call)))),
	route('PUT', `${at}/:userKey`, { scopes: writeUsers }, changeUser),
	route('PATCH', `${at}/:userKey`, { scopes: writeUsers }, changeUser),
	route('DELETE', `${at}/:userKey`, { scopes: writeUsers, privilege: 'USERS_DELETE' }, (call) => {
		deleteUser(call, writableUser(call));
		return noContent();
	}),
	route('POST', `${at}/:userKey/undelete`, { scopes: writeUsers, privilege: 'USERS_DELETE' }, undelete),
	route('POST', `${at}/:userKey/makeAdmin`, { scopes: writeUsers }, makeAdmin),
	route('POST', `${at}/:userKey/signOut`, { scopes: security, privilege: 'USER_SECURITY_ALL' }, (call) => {
		const user = writableUser(call);
		signOut(call, user);
		reindex(call, user);
		return noContent();
	}),
];
