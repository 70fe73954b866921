import { noContent, type Reply } from '../../server/message';
import { plainTarget, record } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { refuse } from '../errors';
import { list } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource, USER } from '../resources';
import { bodyOf } from '../routes/bodies';
import { userOf } from '../routes/users';
import { shownUser } from '../users';
import { passApproval, showApproval } from './approvals';
import { remoteActionAudits } from './audits';
import { hurry } from './checkIn';
import { primaryIds, type ActionName, type ManagedDevice } from './device';
import { listDevices, oneDevice, versionOf } from './listing';
import { deleteRecord, demandRoomToday, give } from './orders';
import { wipeOptionsIn } from './wipeOptions';

const APPROVAL = plainResource('operationApprovalRequest', 'id', 'requestId', 'status');
const AUDIT = plainResource('remoteActionAudit', 'id', 'managedDeviceId', 'action', 'requestDateTime');

function deviceOf({ state, params }: EntraCall): ManagedDevice {
	const device = state.managedDevices.get(params.id ?? '');
	if (device === undefined) throw refuse('ResourceNotFound', `Device with id '${params.id ?? ''}' was not found.`);
	return device;
}

const logged = (call: EntraCall, what: string, { id, deviceName }: ManagedDevice) => record(call, `${what} ManagedDevice`, 'Device', [plainTarget('Device', id, deviceName)]);

/** Nothing but these needs the consent of a second administrator, where a policy wants it. */
function removing(action: 'wipe' | 'retire', optionsIn: (call: EntraCall) => Record<string, unknown>) {
	return (call: EntraCall): Reply => {
		const device = deviceOf(call);
		const options = optionsIn(call);
		const completed = passApproval(call, action, device.id);
		demandRoomToday(call, action);
		give(call, device, action, options);
		completed();
		logged(call, action, device);
		return noContent();
	};
}

function deleting(call: EntraCall): Reply {
	const device = deviceOf(call);
	const completed = passApproval(call, 'delete', device.id);
	demandRoomToday(call, 'delete');
	deleteRecord(call, device);
	completed();
	logged(call, 'delete', device);
	return noContent();
}

const commanding = (action: ActionName) => (call: EntraCall): Reply => {
	const device = deviceOf(call);
	give(call, device, action, bodyOf(call));
	logged(call, action, device);
	return noContent();
};

function rotateKeys(call: EntraCall): Reply {
	if (versionOf(call) === 'v1.0' && !call.state.settings.bitLockerRotationInV1) throw refuse('BadRequest', "Resource not found for the segment 'rotateBitLockerKeys'.");
	return commanding('rotateBitLockerKeys')(call);
}

function synchronise(call: EntraCall): Reply {
	hurry(call, deviceOf(call));
	return noContent();
}

function primaryUsers(call: EntraCall): Reply {
	const users = primaryIds(deviceOf(call)).flatMap((id) => call.state.users.get(id) ?? []);
	return list(call, { resource: USER, items: users, idOf: ({ id }) => id, show: (user) => shownUser(call.state, user), context: 'users' });
}

function devicesOfUser(call: EntraCall): Reply {
	const { id } = userOf(call);
	return listDevices(call, [...call.state.managedDevices.values()].filter(({ userId }) => userId === id));
}

function approvalRequests(call: EntraCall): Reply {
	const now = call.clock.now();
	return list(call, { resource: APPROVAL, items: [...call.state.approvals.values()], idOf: ({ requestId }) => requestId, show: (approval) => showApproval(approval, now), context: 'deviceManagement/operationApprovalRequests' });
}

const actionAudits = (call: EntraCall): Reply =>
	list(call, { resource: AUDIT, items: remoteActionAudits(call.state, call.clock.now()), idOf: ({ id }) => id, show: (audit) => audit, context: 'deviceManagement/remoteActionAudits' });

const action = (name: string, handle: EntraRoute['handle'], version: string): EntraRoute => ({ method: 'POST', path: `${version}/deviceManagement/managedDevices/:id/${name}`, needs: NEEDS.actOnManagedDevices, handle });

const inEither = (version: string): EntraRoute[] => [
	{ method: 'GET', path: `${version}/users/:id/managedDevices`, needs: NEEDS.readManagedDevices, handle: devicesOfUser },
	{ method: 'GET', path: `${version}/deviceManagement/managedDevices`, needs: NEEDS.readManagedDevices, handle: (call) => listDevices(call, [...call.state.managedDevices.values()]) },
	{ method: 'GET', path: `${version}/deviceManagement/managedDevices/:id`, needs: NEEDS.readManagedDevices, handle: (call) => oneDevice(call, deviceOf(call)) },
	{ method: 'DELETE', path: `${version}/deviceManagement/managedDevices/:id`, needs: NEEDS.deleteManagedDevices, handle: deleting },
	{ method: 'GET', path: `${version}/deviceManagement/managedDevices/:id/users`, needs: NEEDS.readManagedDeviceUsers, handle: primaryUsers },
	action('wipe', removing('wipe', wipeOptionsIn), version),
	action('retire', removing('retire', bodyOf), version),
	action('remoteLock', commanding('remoteLock'), version),
	action('resetPasscode', commanding('resetPasscode'), version),
	action('rebootNow', commanding('rebootNow'), version),
	action('syncDevice', synchronise, version),
	action('rotateBitLockerKeys', rotateKeys, version),
];

export const intuneRoutes: EntraRoute[] = [
	...inEither('/v1.0'),
	...inEither('/beta'),
	action('enableLostMode', commanding('enableLostMode'), '/beta'),
	action('disableLostMode', commanding('disableLostMode'), '/beta'),
	{ method: 'GET', path: '/beta/deviceManagement/operationApprovalRequests', needs: NEEDS.readApprovalRequests, handle: approvalRequests },
	{ method: 'GET', path: '/beta/deviceManagement/remoteActionAudits', needs: NEEDS.readManagedDevices, handle: actionAudits },
];
