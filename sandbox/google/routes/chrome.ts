import { ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { failedPrecondition, invalid, notFound } from '../errors';
import { page } from '../paging';
import type { ChromeCommand, ChromeDevice } from '../state';
import { nextId } from '../state';
import { living } from '../users';
import { bodyOf, checkCustomer, route } from './route';

const at = '/admin/directory/v1/customer/:customer/devices/chromeos';
const MOST_DEVICES = 50;
const COMMAND_LIVES_MS = 10 * 60_000;
const COMMANDS = ['REBOOT', 'TAKE_A_SCREENSHOT', 'SET_VOLUME', 'WIPE_USERS', 'REMOTE_POWERWASH'];

const addressOf = ({ state }: GoogleCall, userId: string) => state.users.get(userId)?.primaryEmail;

const show = (call: GoogleCall, { recentUserIds, commands: _commands, wiped: _wiped, ...device }: ChromeDevice) => ({
	kind: 'admin#directory#chromeosdevice',
	...device,
	recentUsers: recentUserIds.map((id) => ({ type: 'USER_TYPE_MANAGED', email: addressOf(call, id) })),
});

function deviceOf(call: GoogleCall): ChromeDevice {
	checkCustomer(call, call.params.customer);
	const device = call.state.chromeDevices.get(call.params.deviceId ?? '');
	if (device === undefined) throw notFound('deviceId');
	return device;
}

/** `user` is whom a device was given to, as written down then; `recent_user` whoever has signed in. */
function listDevices(call: GoogleCall) {
	checkCustomer(call, call.params.customer);
	const text = call.query.get('query');
	const [, field, address = ''] = /^(user|recent_user):"?([^\s"]+)"?$/.exec((text ?? '').trim()) ?? [];
	if (text !== null && field === undefined) throw invalid('Invalid Input: query');
	const user = living(call.state).find(({ primaryEmail, aliases }) => [primaryEmail, ...aliases].includes(address.toLowerCase()));
	const fits = ({ annotatedUser, recentUserIds }: ChromeDevice) => (field === 'user' ? annotatedUser.includes(address.toLowerCase()) : user !== undefined && recentUserIds.includes(user.id));
	const listed = [...call.state.chromeDevices.values()].filter((device) => text === null || fits(device));
	return page(call, listed, { field: 'chromeosdevices', usual: 100, largest: 300, idOf: ({ deviceId }) => deviceId, show: (device) => show(call, device), around: { kind: 'admin#directory#chromeosdevices' } });
}

const ACTIONS: Record<string, { to: ChromeDevice['status']; from: readonly ChromeDevice['status'][] }> = {
	CHANGE_CHROME_OS_DEVICE_STATUS_ACTION_DISABLE: { to: 'DISABLED', from: ['ACTIVE', 'DISABLED'] },
	CHANGE_CHROME_OS_DEVICE_STATUS_ACTION_REENABLE: { to: 'ACTIVE', from: ['DISABLED', 'ACTIVE'] },
	CHANGE_CHROME_OS_DEVICE_STATUS_ACTION_DEPROVISION: { to: 'DEPROVISIONED', from: ['ACTIVE', 'DISABLED', 'DEPROVISIONED'] },
};

/** The call succeeds, and says for each device whether it did. */
function changeStatus(call: GoogleCall) {
	checkCustomer(call, call.params.customer);
	const { deviceIds, changeChromeOsDeviceStatusAction: name, deprovisionReason } = bodyOf(call);
	const action = ACTIONS[String(name)];
	if (action === undefined) throw invalid('Invalid Input: changeChromeOsDeviceStatusAction');
	if (!Array.isArray(deviceIds) || deviceIds.length === 0 || deviceIds.length > MOST_DEVICES) throw invalid('Invalid Input: deviceIds');
	if (action.to === 'DEPROVISIONED' && typeof deprovisionReason !== 'string') throw invalid('Invalid Input: deprovisionReason');
	const changed = deviceIds.map((deviceId) => {
		const device = call.state.chromeDevices.get(String(deviceId));
		if (device === undefined) return { deviceId, error: { code: 5, message: 'Device not found.' } };
		if (!action.from.includes(device.status)) return { deviceId, error: { code: 9, message: `The device is ${device.status}.` } };
		device.status = action.to;
		record(call, 'CHANGE_CHROME_OS_DEVICE_STATE', { DEVICE_SERIAL_NUMBER: device.serialNumber, NEW_VALUE: action.to }, 'admin', 'CHROME_OS_SETTINGS');
		return { deviceId, response: {} };
	});
	return ok({ changeChromeOsDeviceStatusResults: changed });
}

function issueCommand(call: GoogleCall) {
	const { state, clock } = call;
	const device = deviceOf(call);
	const { commandType } = bodyOf(call);
	if (!COMMANDS.includes(String(commandType))) throw invalid('Invalid Input: commandType');
	if (device.status === 'DEPROVISIONED') throw failedPrecondition('The device is deprovisioned.');
	const command: ChromeCommand = {
		commandId: nextId(state),
		type: String(commandType),
		issueTime: clock.iso(),
		expireTime: new Date(clock.now() + COMMAND_LIVES_MS).toISOString(),
		executedAtElapsed: clock.elapsed() + state.settings.deviceSyncMs,
	};
	device.commands.push(command);
	record(call, 'ISSUE_DEVICE_COMMAND', { DEVICE_SERIAL_NUMBER: device.serialNumber, ACTION_TYPE: command.type }, 'admin', 'CHROME_OS_SETTINGS');
	return ok({ commandId: command.commandId });
}

function showCommand(call: GoogleCall) {
	const command = deviceOf(call).commands.find(({ commandId }) => commandId === call.params.commandId);
	if (command === undefined) throw notFound('commandId');
	const { commandId, type, issueTime, expireTime: commandExpireTime, executedAtElapsed } = command;
	const executed = executedAtElapsed <= call.clock.elapsed();
	return ok({ commandId, type, issueTime, commandExpireTime, state: executed ? 'EXECUTED_BY_CLIENT' : 'PENDING', ...(executed ? { commandResult: { result: 'SUCCESS', executeTime: call.clock.iso() } } : {}) });
}

const privilege = 'MANAGE_DEVICES';
const { readChrome, writeChrome } = SCOPES;

export const chromeRoutes = [
	route('GET', at, { scopes: readChrome, privilege }, listDevices),
	route('POST', `${at}:batchChangeStatus`, { scopes: writeChrome, privilege }, changeStatus),
	route('POST', `${at}/:deviceId:issueCommand`, { scopes: writeChrome, privilege }, issueCommand),
	route('GET', `${at}/:deviceId`, { scopes: readChrome, privilege }, (call) => ok(show(call, deviceOf(call)))),
	route('GET', `${at}/:deviceId/commands/:commandId`, { scopes: readChrome, privilege }, showCommand),
];
