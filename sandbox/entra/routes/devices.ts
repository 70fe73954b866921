import { noContent, type Reply } from '../../server/message';
import { plainTarget, record } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { badRequest, mastered, notFound } from '../errors';
import { limited } from '../objects';
import { list, single, type Shown } from '../odata/list';
import { NEEDS } from '../permissions';
import { DEVICE } from '../resources';
import type { Device } from '../state';
import { bodyOf } from './bodies';
import { userOf } from './users';

export function showDevice({ owners: _owners, users: _users, ...stored }: Device) {
	return stored;
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

export const deviceRoutes: EntraRoute[] = [
	{ method: 'GET', path: '/v1.0/users/:id/registeredDevices', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'users') },
	{ method: 'GET', path: '/v1.0/users/:id/ownedDevices', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'owners') },
	{ method: 'GET', path: '/v1.0/users/:id/registeredDevices/microsoft.graph.device', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'users') },
	{ method: 'GET', path: '/v1.0/users/:id/ownedDevices/microsoft.graph.device', needs: NEEDS.readDevicesOfUsers, handle: (call) => devicesOf(call, 'owners') },
	{ method: 'GET', path: '/v1.0/devices', needs: NEEDS.readDevices, handle: (call) => list(call, { resource: DEVICE, items: [...call.state.devices.values()], idOf: ({ id }) => id, show: showDevice, context: 'devices' }) },
	{ method: 'GET', path: '/v1.0/devices/:id', needs: NEEDS.readDevices, handle: (call) => single(call, DEVICE, 'devices', showDevice(deviceOf(call))) },
	{ method: 'PATCH', path: '/v1.0/devices/:id', needs: NEEDS.updateDevices, handle: updateDevice },
	{ method: 'DELETE', path: '/v1.0/devices/:id', needs: NEEDS.deleteDevices, handle: deleteDevice },
];
