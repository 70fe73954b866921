import type { Json } from '../../../ledger/types';
import type { Command } from '../../../lifecycle/devices/command';
import type { Device, DeviceAction } from '../../../lifecycle/devices/device';
import type { DeviceStep } from '../../../lifecycle/devices/system';
import { approvalsBehind } from '../approvals';
import type { Intune } from '../client';
import type { IntuneDevice } from '../devices';
import { commandOf, isOf } from '../results';

/** Every file in this folder is one action; this is the shape they share. */
export const intuneStep = (step: DeviceStep<Intune, IntuneDevice>): DeviceStep<Intune, IntuneDevice> => step;

const timeOf = ({ at }: Command): number => (at === null ? 0 : Date.parse(at));

/** What people still have to agree to, and what the device was told. */
export const commandsOf =
	(action: DeviceAction) =>
	async (intune: Intune, { told }: IntuneDevice, receipts: readonly Json[]): Promise<Command[]> =>
		[...(await approvalsBehind(intune, receipts)), ...told.filter((result) => isOf(action, result)).map(commandOf)].sort((one, other) => timeOf(one) - timeOf(other));

/** Intune shows the PIN of a Mac only until something else is sent to it, and nobody could open it any more to hear of that. */
export const notWhileLocked = ({ platform, locked }: Device): string | null =>
	platform === 'macos' && locked === true ? 'it is locked, hears of nothing until its PIN was typed in, and Intune would no longer show that PIN. Unlock it; then it is done when the case is followed up next' : null;
