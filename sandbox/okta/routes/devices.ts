import { noContent, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { invalid, notFound } from '../errors';
import { plainTarget, record } from '../log';
import { page } from '../paging';
import type { Device } from '../state';
import { showUser, userByKey } from '../users';

type Operation = 'activate' | 'deactivate' | 'suspend' | 'unsuspend';

const RULES: Record<Operation, { from: readonly Device['status'][]; to: Device['status'] }> = {
	activate: { from: ['CREATED', 'DEACTIVATED'], to: 'ACTIVE' },
	deactivate: { from: ['CREATED', 'ACTIVE', 'SUSPENDED'], to: 'DEACTIVATED' },
	suspend: { from: ['ACTIVE'], to: 'SUSPENDED' },
	unsuspend: { from: ['SUSPENDED'], to: 'ACTIVE' },
};

const showDevice = ({ id, status, created, lastUpdated, profile }: Device, baseUrl: string) => ({
	id,
	status,
	created,
	lastUpdated,
	profile,
	resourceType: 'UDDevice',
	resourceDisplayName: { value: profile.displayName, sensitive: false },
	resourceId: id,
	_links: { self: { href: `${baseUrl}/api/v1/devices/${id}` } },
});

function deviceById({ state, params }: OktaCall): Device {
	const device = state.devices.get(params.device ?? '');
	if (device === undefined) throw notFound(params.device ?? '', 'Device');
	return device;
}

function devicesOfUser(call: OktaCall) {
	const { id: userId } = userByKey(call, call.params.id ?? '');
	const links = [...call.state.devices.values()].flatMap((device) => device.users.filter((link) => link.userId === userId).map((link) => ({ device, link })));
	return ok(links.map(({ device, link }) => ({ created: link.created, deviceUserId: link.deviceUserId, device: showDevice(device, call.baseUrl) })));
}

function usersOfDevice(call: OktaCall) {
	return ok(
		deviceById(call).users.flatMap(({ userId, managementStatus, created }) => {
			const user = call.state.users.get(userId);
			return user === undefined ? [] : [{ created, managementStatus, screenLockType: 'BIOMETRIC', user: showUser(user, call.baseUrl) }];
		}),
	);
}

const change = (operation: Operation) => (call: OktaCall) => {
	const device = deviceById(call);
	const { from, to } = RULES[operation];
	if (!from.includes(device.status)) throw invalid('status', `Cannot ${operation} a device that is ${device.status}`);
	device.status = to;
	device.lastUpdated = call.clock.iso();
	// Deactivating destroys the factors and certificates kept on the device.
	if (to === 'DEACTIVATED') for (const user of call.state.users.values()) user.factors = user.factors.filter(({ deviceId }) => deviceId !== device.id);
	record(call, `device.lifecycle.${operation}`, [plainTarget('UDDevice', device.id, device.profile.displayName)]);
	return noContent();
};

function remove(call: OktaCall) {
	const device = deviceById(call);
	if (device.status !== 'DEACTIVATED') throw invalid('status', 'Only deactivated devices can be deleted');
	call.state.devices.delete(device.id);
	record(call, 'device.lifecycle.delete', [plainTarget('UDDevice', device.id, device.profile.displayName)]);
	return noContent();
}

const read = 'okta.devices.read';
const manage = 'okta.devices.manage';
const base = '/api/v1/devices';

export const deviceRoutes: OktaRoute[] = [
	{ method: 'GET', path: '/api/v1/users/:id/devices', needs: 'okta.users.read', handle: devicesOfUser },
	{ method: 'GET', path: base, needs: read, handle: (call) => page(call, [...call.state.devices.values()], ({ id }) => id, { usual: 20, largest: 200 }, (device) => showDevice(device, call.baseUrl)) },
	{ method: 'GET', path: `${base}/:device`, needs: read, handle: (call) => ok(showDevice(deviceById(call), call.baseUrl)) },
	{ method: 'GET', path: `${base}/:device/users`, needs: read, handle: usersOfDevice },
	{ method: 'DELETE', path: `${base}/:device`, needs: manage, handle: remove },
	...(Object.keys(RULES) as Operation[]).map((operation) => ({ method: 'POST', path: `${base}/:device/lifecycle/${operation}`, needs: manage, handle: change(operation) })),
];
