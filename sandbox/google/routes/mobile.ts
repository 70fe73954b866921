import { ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { invalid, refuse } from '../errors';
import { page } from '../paging';
import type { MobileDevice, MobileStatus } from '../state';
import { bodyOf, checkCustomer, emptyOk, route } from './route';
import { userInQuery } from './userInQuery';

const at = '/admin/directory/v1/customer/:customer/devices/mobile';

interface Action {
	/** At once. */
	now: MobileStatus;
	/** When the device next syncs. */
	then?: MobileStatus;
	/** Only from here. */
	from?: readonly MobileStatus[];
}

const CANCELLABLE = ['WIPING', 'ACCOUNT_WIPING'] as const;

const ACTIONS: Record<string, Action> = {
	admin_account_wipe: { now: 'ACCOUNT_WIPING', then: 'ACCOUNT_WIPED' },
	admin_remote_wipe: { now: 'WIPING', then: 'WIPED' },
	approve: { now: 'APPROVED' },
	block: { now: 'BLOCKED' },
	cancel_remote_wipe_then_activate: { now: 'APPROVED', from: CANCELLABLE },
	cancel_remote_wipe_then_block: { now: 'BLOCKED', from: CANCELLABLE },
};

const show = ({ state }: GoogleCall, { userId, pending: _pending, ...device }: MobileDevice) => {
	const user = state.users.get(userId);
	return { kind: 'admin#directory#mobiledevice', ...device, email: [user?.primaryEmail], name: [`${user?.name.givenName} ${user?.name.familyName}`] };
};

function deviceOf(call: GoogleCall): MobileDevice {
	checkCustomer(call, call.params.customer);
	const device = call.state.mobileDevices.get(call.params.resourceId ?? '');
	if (device === undefined) throw refuse(404, 'resourceIdNotFound', 'Resource Not Found: resourceId');
	return device;
}

function listDevices(call: GoogleCall) {
	checkCustomer(call, call.params.customer);
	const user = userInQuery(call, 'email');
	const listed = [...call.state.mobileDevices.values()].filter(({ userId }) => user === undefined || user.includes(userId));
	return page(call, listed, { field: 'mobiledevices', usual: 100, largest: 100, idOf: ({ resourceId }) => resourceId, show: (device) => show(call, device), around: { kind: 'admin#directory#mobiledevices' } });
}

function act(call: GoogleCall) {
	const device = deviceOf(call);
	const { action } = bodyOf(call);
	const rule = ACTIONS[String(action)];
	if (rule === undefined) throw invalid('Invalid Input: action');
	const { now, then, from } = rule;
	if (from !== undefined && !from.includes(device.status)) throw invalid('Invalid Input: action');
	record(call, 'ACTION_REQUESTED', { USER_EMAIL: call.state.users.get(device.userId)?.primaryEmail ?? '', DEVICE_ID: device.deviceId, ACTION_TYPE: String(action) }, 'admin', 'MOBILE_SETTINGS');
	if (device.status === then || (device.status === now && device.pending !== undefined)) return emptyOk();
	device.status = now;
	delete device.pending;
	if (then !== undefined) device.pending = { to: then, atElapsed: call.clock.elapsed() + call.state.settings.deviceSyncMs };
	return emptyOk();
}

const privilege = 'MANAGE_DEVICES';

export const mobileRoutes = [
	route('GET', at, { scopes: SCOPES.readMobile, privilege }, listDevices),
	route('GET', `${at}/:resourceId`, { scopes: SCOPES.readMobile, privilege }, (call) => ok(show(call, deviceOf(call)))),
	route('POST', `${at}/:resourceId/action`, { scopes: SCOPES.actOnMobile, privilege }, act),
	route('DELETE', `${at}/:resourceId`, { scopes: SCOPES.deleteMobile, privilege }, (call) => {
		call.state.mobileDevices.delete(deviceOf(call).resourceId);
		return emptyOk();
	}),
];
