import type { Device, DeviceAction } from './device';
import type { Moment, Order } from './order';
import { ownershipOf, type AssetRegister } from './ownership';

/** What is to become of the devices of one kind of person. */
export interface Policy {
	/** Whether a device that is not wiped at once is locked until then. */
	lock: boolean;
	wipe: Moment | 'never';
	days: number;
	/** Whether company data is removed from the person's own devices at once. */
	retirePersonal: boolean;
}

export type Words = Pick<Order, 'message' | 'phone'>;

/** What one action means for every device alike. */
export const sameForAll =
	(action: DeviceAction, when: Moment, days: number, words: Words) =>
	(): Order[] => [{ action, when, days, ...words }];

/**
 * What a policy means for one device. One that nothing proves to be the company's is treated as if it were, as far as that
 * can be taken back: its wipe is refused until its ownership is put right, and that keeps the case open.
 */
export const byPolicy =
	({ lock, wipe, days, retirePersonal }: Policy, register: AssetRegister, words: Words) =>
	(device: Device): Order[] => {
		const order = (action: DeviceAction, when: Order['when'] = 'atOnce'): Order => ({ action, when, days: when === 'afterDays' || when === 'onReturnOrAfterDays' ? days : 0, ...words });
		if (ownershipOf(device, register).ownership === 'personal') return retirePersonal ? [order('retire')] : [];
		// A locked computer may not hear of a wipe until somebody unlocks it.
		return [...(lock && wipe !== 'atOnce' ? [order('lock')] : []), order('wipe', wipe)];
	};
