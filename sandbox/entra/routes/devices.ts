import { noContent, type Reply } from '../../server/message';
import { plainTarget, record } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { badRequest, mastered, notFound, refuse } from '../errors';
import { limited } from '../objects';
import { list, single, type Shown } from '../odata/list';
import { NEEDS } from '../permissions';
import { DEVICE, plainResource } from '../resources';
import type { Device, ManagedDevice } from '../state';
import { graphTime } from '../state';
import { bodyOf } from './bodies';
import { userOf } from './users';

const MANAGED = plainResource('managedDevice', 'id', 'userId', 'azureADDeviceId', 'serialNumber', 'operatingSystem');

export function showDevice({ owners: _owners, users: _users, ...stored }: Device) {
	return stored;
}

export function showManagedDevice({ order, ...stored }: ManagedDevice) {
	const results = order === null ? [] : [{ actionName: order.action, actionState: 'pending' as const, startDateTime: order.givenAt, lastUpdatedDateTime: order.givenAt }];
	return { ...stored, isEncrypted: true, azureADRegistered: true, deviceActionResults: results };
}

const typed = (device: Device): Shown => ({ '@odata.type': '#microsoft.graph.device', ...showDevice(device) });

function deviceOf({ state, params }: EntraCall): Device {
	const device = state.devices.get(params.id ?? '');
	if (device === undefined) throw notFound(params.id ?? '');
	return device;
}

const devicesOf = (call: EntraCall, link: 'owners' | 'users'): Reply => {
	const { id } = userOf(call);
	return list(call, { resource: DEVICE, items: [...call.state.devices.values()].filter((device) => device[link].has(id)), idOf: (device) => device.id, show: (device) => limited(call, typed(device)), context: 'directoryObjects' });
};

/** Hybrid-joined devices belong to Active Directory, as synced users do. */
function ownDevice(call: EntraCall): Device {
	const device = deviceOf(call);
	if (device.onPremisesSyncEnabled === true) throw mastered();
	return device;
}

function updateDevice(call: EntraCall): Reply {
	const { accountEnabled, ...rest } = bodyOf(call);
	const [unknown] = Object.keys(rest);
	if (unknown !== undefined || typeof accountEnabled !== 'boolean') throw badRequest(`Invalid value specified for property '${unknown ?? 'accountEnabled'}' of resource 'Device'.`);
	const device = ownDevice(call);
	const before = device.accountEnabled;
	device.accountEnabled = accountEnabled;
	record(call, accountEnabled ? 'Update device' : 'Device no longer enabled', 'Device', [plainTarget('Device', device.id, device.displayName)], { AccountEnabled: [[before], [accountEnabled]] });
	return noContent();
}

function deleteDevice(call: EntraCall): Reply {
	const device = ownDevice(call);
	call.state.devices.delete(device.id);
	record(call, 'Delete device', 'Device', [plainTarget('Device', device.id, device.displayName)]);
	return noContent();
}

function managedOf({ state, params }: EntraCall): ManagedDevice {
	const device = state.managedDevices.get(params.id ?? '');
	if (device === undefined) throw refuse('ResourceNotFound', `Device with id '${params.id ?? ''}' was not found.`);
	return device;
}

const managed = (call: EntraCall, fits: (device: ManagedDevice) => boolean): Reply =>
	list(call, { resource: MANAGED, items: [...call.state.managedDevices.values()].filter(fits), idOf: ({ id }) => id, show: showManagedDevice, context: 'deviceManagement/managedDevices' });

/** Accepted at once, obeyed when the device checks in next. */
function order(call: EntraCall, action: 'retire' | 'wipe'): Reply {
	const device = managedOf(call);
	const { checkInMs } = call.state.settings;
	device.order = { action, givenAt: graphTime(call.clock.now()), obeysAtElapsed: checkInMs === null ? null : call.clock.elapsed() + checkInMs };
	return noContent();
}

const INTUNE = '/v1.0/deviceManagement/managedDevices';

export const deviceRoutes: EntraRoute[] = [
	{ method: 'GET', path: '/v1.0/users/:id/registeredDevices', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'users') },
	{ method: 'GET', path: '/v1.0/users/:id/ownedDevices', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'owners') },
	{ method: 'GET', path: '/v1.0/users/:id/registeredDevices/microsoft.graph.device', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'users') },
	{ method: 'GET', path: '/v1.0/users/:id/ownedDevices/microsoft.graph.device', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'owners') },
	{ method: 'GET', path: '/v1.0/devices', needs: NEEDS.readDevices, handle: (call) => list(call, { resource: DEVICE, items: [...call.state.devices.values()], idOf: ({ id }) => id, show: showDevice, context: 'devices' }) },
	{ method: 'GET', path: '/v1.0/devices/:id', needs: NEEDS.readDevices, handle: (call) => single(call, DEVICE, 'devices', showDevice(deviceOf(call))) },
	{ method: 'PATCH', path: '/v1.0/devices/:id', needs: NEEDS.updateDevices, handle: updateDevice },
	{ method: 'DELETE', path: '/v1.0/devices/:id', needs: NEEDS.deleteDevices, handle: deleteDevice },
	{
		method: 'GET',
		path: '/v1.0/users/:id/managedDevices',
		needs: NEEDS.readManagedDevices,
		handle: (call) => {
			const { id } = userOf(call);
			return managed(call, ({ userId }) => userId === id);
		},
	},
	{ method: 'GET', path: INTUNE, needs: NEEDS.readManagedDevices, handle: (call) => managed(call, () => true) },
	{ method: 'GET', path: `${INTUNE}/:id`, needs: NEEDS.readManagedDevices, handle: (call) => single(call, MANAGED, 'deviceManagement/managedDevices', showManagedDevice(managedOf(call))) },
	{ method: 'POST', path: `${INTUNE}/:id/retire`, needs: NEEDS.wipeManagedDevices, handle: (call) => order(call, 'retire') },
	{ method: 'POST', path: `${INTUNE}/:id/wipe`, needs: NEEDS.wipeManagedDevices, handle: (call) => order(call, 'wipe') },
];
