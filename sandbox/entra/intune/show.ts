import type { Shown } from '../odata/list';
import type { EntraState } from '../state';
import { graphTime } from '../state';
import { NO_ENTRA_DEVICE } from './enrolment';
import type { ActionName, DeviceDetails, ManagedDevice, Order } from './device';
import { isRemoval } from './device';

const DAY = 86_400_000;
const PIN_SHOWN_MS = 30 * DAY;
const PASSCODE_SHOWN_MS = 7 * DAY;

/** As the enumeration of the audit log spells them. */
const AUDITED: Partial<Record<ActionName | 'delete', string>> = { wipe: 'factoryReset', retire: 'removeCompanyData' };

export const auditedName = ({ action }: Pick<Order, 'action'>): string => AUDITED[action] ?? action;

function resultOf(state: EntraState, order: Order, isLatest: boolean, now: number) {
	const { action, startedAt, updatedAt } = order;
	const age = now - startedAt;
	const common = {
		actionName: state.settings.actionNames === 'audit' ? auditedName(order) : action,
		actionState: order.state,
		startDateTime: graphTime(startedAt),
		lastUpdatedDateTime: graphTime(updatedAt),
	};
	const errorCode = order.state === 'failed' ? -2016345112 : 0;
	switch (action) {
		case 'remoteLock':
			return { '@odata.type': '#microsoft.graph.remoteLockActionResult', ...common, unlockPin: order.state === 'done' && isLatest && age <= PIN_SHOWN_MS ? order.unlockPin : null };
		case 'resetPasscode':
			return { '@odata.type': '#microsoft.graph.resetPasscodeActionResult', ...common, errorCode, passcode: order.state === 'done' && age <= PASSCODE_SHOWN_MS ? order.passcode : null };
		case 'rotateBitLockerKeys':
			return { '@odata.type': '#microsoft.graph.rotateBitLockerKeysDeviceActionResult', ...common, errorCode };
		default:
			return common;
	}
}

const resultsOf = (state: EntraState, { orders }: ManagedDevice, now: number) => orders.map((order, index) => resultOf(state, order, index === orders.length - 1, now));

/** Everything v1.0 has of a device. */
export function showManagedDevice(state: EntraState, device: ManagedDevice, now: number) {
	const { userId, primaryUserIds: _primary, recordedName, details, orders: _orders, leaving: _leaving, unit: _unit, ...stored } = device;
	const user = state.users.get(userId ?? '') ?? state.deletedUsers.get(userId ?? '');
	const userPrincipalName = recordedName ?? user?.userPrincipalName ?? '';
	return {
		...stored,
		...details,
		userId: userId ?? '',
		userPrincipalName,
		emailAddress: recordedName ?? user?.mail ?? userPrincipalName,
		userDisplayName: user?.displayName ?? '',
		azureADRegistered: stored.azureADDeviceId !== NO_ENTRA_DEVICE,
		deviceActionResults: resultsOf(state, device, now),
	};
}

const WORDS: Record<Order['state'], string> = { pending: 'Pending', active: 'Pending', done: 'Issued', failed: 'Failed', notSupported: 'Failed', canceled: 'Canceled' };

function managementState({ orders }: ManagedDevice): string {
	const removal = orders.filter(isRemoval).at(-1);
	return removal === undefined ? 'managed' : `${removal.action}${WORDS[removal.state]}`;
}

const DETAILS: readonly (keyof DeviceDetails)[] = ['activationLockBypassCode', 'udid', 'iccid', 'ethernetMacAddress', 'physicalMemoryInBytes', 'notes'];

const withoutDetails = (asked: readonly string[]): Shown => Object.fromEntries(DETAILS.filter((name) => !asked.includes(name)).map((name) => [name, null]));

export type Version = 'v1.0' | 'beta';

const inVersion = (version: Version, device: ManagedDevice): Shown => (version === 'beta' ? { managementState: managementState(device) } : {});

/** In a list, where what became of actions is not told. */
export const showListed = (state: EntraState, device: ManagedDevice, now: number, version: Version): Shown => ({
	...showManagedDevice(state, device, now),
	...withoutDetails([]),
	deviceActionResults: null,
	...inVersion(version, device),
});

export const showAlone = (state: EntraState, device: ManagedDevice, now: number, version: Version, asked: readonly string[]): Shown => ({ ...showManagedDevice(state, device, now), ...withoutDetails(asked), ...inVersion(version, device) });
