import { jsonBody, ok } from '../../server/message';
import type { JumpCloudCall, JumpCloudRoute } from '../call';
import { refuse } from '../errors';
import { rulesDue } from '../groups';
import { record } from '../insights';
import { firstVersionPage, page } from '../paging';
import type { JumpCloudUser, UserState } from '../state';
import { nextId } from '../state';
import { moveTo, showUser, userById, usersHere } from '../users';

const STATES: readonly unknown[] = ['STAGED', 'ACTIVATED', 'SUSPENDED'];
const OURS = new Set(['_id', 'id', 'state', 'suspended', 'activated', 'created', 'organization']);

const body = (call: JumpCloudCall): Record<string, unknown> => {
	const given = jsonBody(call.incoming);
	if (given === undefined) throw refuse(400, 'The body is not JSON');
	return given;
};

const user = (call: JumpCloudCall) => userById(call, call.params['id'] ?? '');

/** `field:$eq:value`, as documented; each further one narrows it down. */
function fitting(call: JumpCloudCall): JumpCloudUser[] {
	const filters = call.state.settings.filters ? call.query.getAll('filter') : [];
	const tests = filters.map((filter) => {
		const [, field = '', value] = /^([^:]+):\$eq:(.*)$/s.exec(filter) ?? [];
		if (value === undefined) throw refuse(400, `filter ${filter} is not understood`);
		return (shown: Record<string, unknown>) => String(shown[field] ?? '').toLowerCase() === value.toLowerCase();
	});
	return usersHere(call).filter((candidate) => tests.every((test) => test(showUser(candidate))));
}

function search(call: JumpCloudCall) {
	const { filter, limit, skip } = body(call) as { filter?: { and?: Record<string, unknown>[] }; limit?: number; skip?: number };
	const wanted = filter?.and ?? [];
	const found = usersHere(call).filter((candidate) => wanted.every((one) => Object.entries(one).every(([field, value]) => showUser(candidate)[field] === value)));
	const query = new URLSearchParams(Object.entries({ limit, skip }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
	return firstVersionPage({ ...call, query }, found, showUser);
}

function refuseTaken(call: JumpCloudCall, fields: Record<string, unknown>, except?: JumpCloudUser): void {
	for (const field of ['username', 'email']) {
		const wanted = fields[field];
		if (typeof wanted !== 'string') continue;
		const taken = [...call.state.users.values()].some((other) => other !== except && String(other.fields[field]).toLowerCase() === wanted.toLowerCase());
		if (taken) throw refuse(call.state.settings.duplicateAnswer, `${field} ${wanted} already exists`);
	}
}

function create(call: JumpCloudCall) {
	const { state: wanted = 'STAGED', ...fields } = body(call);
	for (const field of ['username', 'email']) if (typeof fields[field] !== 'string' || fields[field] === '') throw refuse(400, `${field} is required`);
	if (!STATES.includes(wanted)) throw refuse(400, 'state is not valid');
	refuseTaken(call, fields);
	const made: JumpCloudUser = {
		id: nextId(call.state),
		state: wanted as UserState,
		fields: { ...freshFields(call.clock.iso()), ...Object.fromEntries(Object.entries(fields).filter(([name]) => !OURS.has(name))) },
		sshKeys: [],
		pushEndpoints: [],
		sessions: 0,
		appSessions: 0,
		organisation: call.caller.organisation,
	};
	call.state.users.set(made.id, made);
	record(call, 'user_create', made);
	rulesDue(call, made.id);
	return ok(showUser(made));
}

export const freshFields = (created: string): Record<string, unknown> => ({
	account_locked: false,
	password_expired: false,
	totp_enabled: false,
	mfaEnrollment: { totpStatus: 'NOT_ENROLLED', webAuthnStatus: 'NOT_ENROLLED', pushStatus: 'NOT_ENROLLED', overallStatus: 'NOT_ENROLLED' },
	sudo: false,
	ldap_binding_user: false,
	externally_managed: false,
	external_source_type: '',
	delegatedAuthority: null,
	restrictedFields: [],
	created,
});

/** Only what a state allows: a staged user is activated by its own call, and nobody becomes staged again. */
function stateAsked({ state: wanted, suspended }: Record<string, unknown>, current: UserState): UserState | undefined {
	if (wanted === undefined) return suspended === undefined ? undefined : suspended === true ? 'SUSPENDED' : current === 'SUSPENDED' ? 'ACTIVATED' : current;
	if (!STATES.includes(wanted)) throw refuse(400, 'state is not valid');
	if (wanted === 'STAGED' && current !== 'STAGED') throw refuse(400, 'A user who was activated cannot be staged');
	if (wanted === 'ACTIVATED' && current === 'STAGED') throw refuse(400, 'A staged user is activated with /state/activate');
	return wanted as UserState;
}

function update(call: JumpCloudCall) {
	const target = user(call);
	const given = body(call);
	const wanted = stateAsked(given, target.state);
	const changes = Object.entries(given).filter(([name]) => !OURS.has(name));
	const restricted = (target.fields['restrictedFields'] as { field: string }[]).map(({ field }) => field);
	const masteredElsewhere = changes.find(([name]) => restricted.includes(name));
	if (masteredElsewhere && call.state.settings.restrictedWrites === 'refuse') throw refuse(400, `${masteredElsewhere[0]} is managed by ${String(target.fields['external_source_type'])} and cannot be changed here`);
	refuseTaken(call, given, target);
	const before = { ...target.fields };
	for (const [name, value] of changes) if (!restricted.includes(name)) target.fields[name] = value;
	if (changes.length > 0) record(call, 'user_update', target, changes.map(([field, to]) => ({ field, from: before[field], to })));
	rulesDue(call, target.id);
	if (wanted !== undefined) moveTo(call, target, wanted);
	return ok(showUser(target));
}

function activate(call: JumpCloudCall) {
	const target = user(call);
	if (target.state !== 'STAGED') throw refuse(400, 'Only a staged user can be activated');
	moveTo(call, target, 'ACTIVATED');
	return ok({});
}

function setField(call: JumpCloudCall, field: string, value: unknown, event: string) {
	const target = user(call);
	target.fields[field] = value;
	record(call, event, target, [{ field, from: null, to: value }]);
	return ok({});
}

/** Not a block: whoever knows the password enrols again. */
function resetMfa(call: JumpCloudCall) {
	const target = user(call);
	target.fields['mfaEnrollment'] = { totpStatus: 'PENDING_ACTIVATION', webAuthnStatus: 'NOT_ENROLLED', pushStatus: 'NOT_ENROLLED', overallStatus: 'PENDING_ACTIVATION' };
	return ok({});
}

function remove(call: JumpCloudCall) {
	const target = user(call);
	call.state.users.delete(target.id);
	call.state.bindings = call.state.bindings.filter(({ userId }) => userId !== target.id);
	for (const group of call.state.groups.values()) group.members.delete(target.id);
	record(call, 'user_delete', target);
	return ok(showUser(target));
}

function removeSshKey(call: JumpCloudCall) {
	const target = user(call);
	const index = target.sshKeys.findIndex(({ id }) => id === call.params['key']);
	if (index === -1) throw refuse(404);
	target.sshKeys.splice(index, 1);
	record(call, 'user_update', target, [{ field: 'ssh_keys', from: index + 1, to: target.sshKeys.length }]);
	return ok({});
}

function removePushEndpoint(call: JumpCloudCall) {
	const target = user(call);
	const index = target.pushEndpoints.findIndex(({ id }) => id === call.params['endpoint']);
	if (index === -1) throw refuse(404);
	const [gone] = target.pushEndpoints.splice(index, 1);
	return ok(gone);
}

export const userRoutes: JumpCloudRoute[] = [
	{ method: 'POST', path: '/api/search/systemusers', handle: search },
	{ method: 'GET', path: '/api/systemusers', handle: (call) => firstVersionPage(call, fitting(call), showUser) },
	{ method: 'POST', path: '/api/systemusers', handle: create },
	{ method: 'GET', path: '/api/systemusers/:id', handle: (call) => ok(showUser(user(call))) },
	{ method: 'PUT', path: '/api/systemusers/:id', handle: update },
	{ method: 'DELETE', path: '/api/systemusers/:id', handle: remove },
	{ method: 'POST', path: '/api/systemusers/:id/state/activate', handle: activate },
	{ method: 'POST', path: '/api/systemusers/:id/expire', handle: (call) => setField(call, 'password_expired', true, 'user_update') },
	{ method: 'POST', path: '/api/systemusers/:id/unlock', handle: (call) => setField(call, 'account_locked', false, 'user_unlocked') },
	{ method: 'POST', path: '/api/systemusers/:id/resetmfa', handle: resetMfa },
	{ method: 'GET', path: '/api/systemusers/:id/sshkeys', handle: (call) => page(call, user(call).sshKeys, ({ publicKey, ...key }) => ({ ...key, public_key: publicKey })) },
	{ method: 'DELETE', path: '/api/systemusers/:id/sshkeys/:key', handle: removeSshKey },
	{ method: 'GET', path: '/api/v2/users/:id/pushendpoints', handle: (call) => page(call, user(call).pushEndpoints, (endpoint) => endpoint) },
	{ method: 'DELETE', path: '/api/v2/users/:id/pushendpoints/:endpoint', handle: removePushEndpoint },
];
