import type { EntraState } from '../state';
import { graphTime } from '../state';
import { auditedName, showManagedDevice } from './show';
import { everyDevice } from './orders';

/** Every action there ever was, newest first; also on devices that are no longer on record. */
export const remoteActionAudits = (state: EntraState, now: number) =>
	everyDevice(state)
		.flatMap((device) => device.orders.map((order) => ({ order, owner: showManagedDevice(state, device, now) })))
		.sort((one, other) => other.order.startedAt - one.order.startedAt)
		.map(({ order, owner }) => ({
			id: order.id,
			action: auditedName(order),
			actionState: order.state,
			requestDateTime: graphTime(order.startedAt),
			initiatedByUserPrincipalName: order.askedBy,
			managedDeviceId: owner.id,
			deviceDisplayName: owner.deviceName,
			deviceOwnerUserPrincipalName: owner.userPrincipalName,
			bulkDeviceActionId: null,
		}));
