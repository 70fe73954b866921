import { record } from './activities';
import type { Place } from './call';
import type { GoogleState, Pending, Transfer } from './state';

interface Syncing<Status> {
	pending?: Pending<Status>;
}

/** What a device was told to become, it becomes when it next syncs. */
function sync<Status>(device: Syncing<Status>, elapsed: number, arrive: (status: Status) => void): void {
	if (device.pending === undefined || device.pending.atElapsed > elapsed) return;
	arrive(device.pending.to);
	delete device.pending;
}

function syncDevices({ state, clock }: Place): void {
	const elapsed = clock.elapsed();
	for (const device of state.mobileDevices.values()) {
		sync(device, elapsed, (status) => {
			Object.assign(device, { status, lastSync: clock.iso() });
			const email = state.users.get(device.userId)?.primaryEmail ?? '';
			const caller = { id: device.userId, email, isUser: true, serviceAccount: undefined };
			record({ state, clock, caller }, 'DEVICE_ACTION_EVENT', { USER_EMAIL: email, DEVICE_ID: device.deviceId, ACTION_EXECUTION_STATUS: 'ACTION_COMPLETED', VALUE: status }, 'mobile', 'device_action');
		});
	}
	for (const device of state.devices.values()) {
		for (const one of [device, ...device.users]) sync(one, elapsed, (managementState) => Object.assign(one, { managementState, lastSyncTime: clock.iso() }));
	}
	for (const device of state.chromeDevices.values()) {
		if (device.commands.some(({ type, executedAtElapsed }) => type !== 'REBOOT' && executedAtElapsed <= elapsed)) device.wiped = true;
	}
}

const levels = (params: Transfer['applications'][number]['applicationTransferParams']) => params.find(({ key }) => key === 'PRIVACY_LEVEL')?.value ?? ['SHARED'];

/** Whose licence is gone has no data that could be handed over, and nobody suspended can receive it. */
const canHandOver = ({ users, skus }: GoogleState, { oldOwnerUserId, newOwnerUserId }: Transfer) => {
	const [giver, taker] = [users.get(oldOwnerUserId), users.get(newOwnerUserId)];
	const licensed = skus.some(({ productId, holders }) => productId === 'Google-Apps' && holders.has(oldOwnerUserId));
	return licensed && giver?.deletionTime === undefined && taker?.deletionTime === undefined && taker?.suspended === false;
};

function handOver({ users, applications }: GoogleState, { oldOwnerUserId, newOwnerUserId }: Transfer, { applicationId, applicationTransferParams }: Transfer['applications'][number]): void {
	const [from, to] = [users.get(oldOwnerUserId)!.owns, users.get(newOwnerUserId)!.owns];
	const move = (what: keyof typeof from) => {
		to[what] += from[what];
		from[what] = 0;
	};
	const name = applications.find(({ id }) => id === applicationId)?.name;
	if (name === 'Calendar') move('calendars');
	if (name !== 'Drive and Docs') return;
	if (levels(applicationTransferParams).includes('SHARED')) move('sharedFiles');
	if (levels(applicationTransferParams).includes('PRIVATE')) move('privateFiles');
}

function finishTransfers({ state, clock }: Place): void {
	for (const transfer of state.transfers.values()) {
		if (transfer.endsAtElapsed > clock.elapsed()) continue;
		for (const application of transfer.applications) {
			if (application.status !== 'inProgress') continue;
			application.status = canHandOver(state, transfer) ? 'completed' : 'failed';
			if (application.status === 'completed') handOver(state, transfer, application);
		}
	}
}

function giveLicencesBack({ state, clock }: Place): void {
	for (const sku of state.skus) {
		const due = sku.returning.filter(({ atElapsed }) => atElapsed <= clock.elapsed());
		sku.returning = sku.returning.filter((one) => !due.includes(one));
		for (const { userId } of due) sku.holders.add(userId);
	}
}

/** Brings about what time has brought about. */
export function catchUpWith(place: Place): void {
	syncDevices(place);
	finishTransfers(place);
	giveLicencesBack(place);
}
