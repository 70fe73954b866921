import { ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall, GoogleHandler } from '../call';
import { failedPrecondition, forbidden, invalidArgument, notFound } from '../errors';
import { page } from '../paging';
import type { DeviceUser, ManagedDevice, ManagementState } from '../state';
import { nextId } from '../state';
import { bodyOf, route } from './route';
import { usersIn } from './userInQuery';

const at = '/v1/devices';

/** These calls are open to a service account acting for an admin, and to nobody else. */
const delegated =
	(handle: GoogleHandler): GoogleHandler =>
	(call) => {
		if (call.caller.serviceAccount === undefined || !call.caller.isUser) throw forbidden('The caller does not have permission');
		return handle(call);
	};

function checkCustomer({ state }: GoogleCall, given: unknown): void {
	if (given !== undefined && given !== null && given !== 'customers/my_customer' && given !== `customers/${state.customer.id}`) throw forbidden('The caller does not have permission');
}

const showUser = ({ state }: GoogleCall, { name, userId, managementState, lastSyncTime }: DeviceUser) => ({ name, userEmail: state.users.get(userId)?.primaryEmail, managementState, compromisedState: 'UNCOMPROMISED', lastSyncTime });
const showDevice = ({ users: _users, pending: _pending, ...device }: ManagedDevice) => device;

function listDevices(call: GoogleCall) {
	checkCustomer(call, call.query.get('customer'));
	const users = usersIn(call, call.query.get('filter'), ['email']);
	const listed = [...call.state.devices.values()].filter((device) => users === undefined || device.users.some(({ userId }) => users.includes(userId)));
	return page(call, listed, { field: 'devices', usual: 20, largest: 100, sizeParameter: 'pageSize', idOf: ({ name }) => name, show: showDevice });
}

/** `-` stands for all devices. */
function listUsers(call: GoogleCall) {
	const { state, params, query } = call;
	checkCustomer(call, query.get('customer'));
	const users = usersIn(call, query.get('filter'), ['email']);
	const devices = params.device === '-' ? [...state.devices.values()] : [deviceOf(call)];
	const listed = devices.flatMap((device) => device.users).filter(({ userId }) => users === undefined || users.includes(userId));
	return page(call, listed, { field: 'deviceUsers', usual: 5, largest: 20, sizeParameter: 'pageSize', idOf: ({ name }) => name, show: (user) => showUser(call, user) });
}

function deviceOf({ state, params }: GoogleCall): ManagedDevice {
	const device = state.devices.get(`devices/${params.device}`);
	if (device === undefined) throw notFound('device');
	return device;
}

function deviceUserOf(call: GoogleCall): DeviceUser {
	const user = deviceOf(call).users.find(({ name }) => name.endsWith(`/deviceUsers/${call.params.deviceUser}`));
	if (user === undefined) throw notFound('deviceUser');
	return user;
}

type Command = 'wipe' | 'cancelWipe' | 'block' | 'approve';

interface Effect {
	now?: ManagementState;
	then: ManagementState;
	from?: ManagementState;
}

const EFFECTS: Record<Command, Effect> = {
	wipe: { now: 'WIPING', then: 'WIPED' },
	// A wipe that no device has picked up is nobody's but the server's.
	cancelWipe: { now: 'APPROVED', then: 'APPROVED', from: 'WIPING' },
	block: { then: 'BLOCKED' },
	approve: { then: 'APPROVED' },
};

/** Accepted at once, done when the device next syncs. */
const command = (name: Command, find: (call: GoogleCall) => ManagedDevice | DeviceUser) =>
	delegated((call) => {
		const { state, clock } = call;
		const body = bodyOf(call);
		checkCustomer(call, body.customer);
		if (body.removeResetLock !== undefined && typeof body.removeResetLock !== 'boolean') throw invalidArgument('removeResetLock must be a boolean');
		const target = find(call);
		const { now, then, from } = EFFECTS[name];
		if (from !== undefined && target.managementState !== from) throw failedPrecondition(`The device is ${target.managementState}.`);
		if (now !== undefined && target.managementState !== then) target.managementState = now;
		target.pending = { to: then, atElapsed: clock.elapsed() + state.settings.deviceSyncMs };
		record(call, 'ACTION_REQUESTED', { DEVICE_ID: target.name, ACTION_TYPE: name }, 'admin', 'MOBILE_SETTINGS');
		const operation = { name: `operations/${nextId(state)}`, about: target.name };
		state.operations.set(operation.name, operation);
		return ok({ name: operation.name, done: false });
	});

function showOperation({ state, params }: GoogleCall) {
	const operation = state.operations.get(`operations/${params.operation}`);
	if (operation === undefined) throw notFound('operation');
	const targets = [...state.devices.values()].flatMap((device) => [device, ...device.users]);
	const done = targets.find(({ name }) => name === operation.about)?.pending === undefined;
	return ok({ name: operation.name, done, ...(done ? { response: {} } : {}) });
}

const privilege = 'MANAGE_DEVICES';
const reading = { scopes: SCOPES.readDevices, privilege } as const;
const writing = { scopes: SCOPES.devices, privilege } as const;
const user = `${at}/:device/deviceUsers/:deviceUser`;

export const deviceRoutes = [
	route('GET', at, reading, delegated(listDevices)),
	route('GET', `${at}/:device`, reading, delegated((call) => ok(showDevice(deviceOf(call))))),
	route('GET', `${at}/:device/deviceUsers`, reading, delegated(listUsers)),
	route('GET', user, reading, delegated((call) => ok(showUser(call, deviceUserOf(call))))),
	...(['wipe', 'cancelWipe', 'block', 'approve'] as const).map((name) => route('POST', `${user}:${name}`, writing, command(name, deviceUserOf))),
	...(['wipe', 'cancelWipe'] as const).map((name) => route('POST', `${at}/:device:${name}`, writing, command(name, deviceOf))),
	route('GET', '/v1/operations/:operation', reading, delegated(showOperation)),
];
