import type { Device, DeviceAction } from './device';
import type { Moment, Order } from './order';
import { ownershipOf, type AssetRegister } from './ownership';

/** What is to become of the devices of one kind of person. */
export interface Policy {
	/** Whether a device that is not wiped at once is locked until then. */
	lock: boolean;
	wipe: Moment | 'never';
	days: number;
	/** Whether a device that its management cannot lock is wiped at once instead: it would stay as it is until then. */
	wipeUnlockable: boolean;
	/** Whether company data is removed from the person's own devices at once. */
	retirePersonal: boolean;
}

export type Words = Pick<Order, 'message' | 'phone'>;

export interface PolicyTerms {
	register: AssetRegister;
	words: Words;
	/** Whether the management can lock a device of this kind at all. */
	canLock(device: Device): boolean;
}

/** What one action means for every device alike. */
export const sameForAll =
	(action: DeviceAction, when: Moment, days: number, words: Words) =>
	(): Order[] => [{ action, when, days, ...words }];

/**
 * What a policy means for one device. One that nothing proves to be the company's is treated as if it were, as far as that
 * can be taken back: its wipe is refused until its ownership is put right, and that keeps the case open.
 */
export const byPolicy =
	({ lock, wipe, days, wipeUnlockable, retirePersonal }: Policy, { register, words, canLock }: PolicyTerms) =>
	(device: Device): Order[] => {
		const order = (action: DeviceAction, when: Order['when'] = 'atOnce'): Order => ({ action, when, days: when === 'afterDays' || when === 'onReturnOrAfterDays' ? days : 0, ...words });
		// What was ordered while nobody knew whose it is, is called off.
		if (ownershipOf(device, register).ownership === 'personal') return [...(retirePersonal ? [order('retire')] : []), order('wipe', 'never')];
		const when = wipe !== 'never' && wipeUnlockable && !canLock(device) ? 'atOnce' : wipe;
		// A locked computer may not hear of a wipe until somebody unlocks it.
		return [...(lock && when !== 'atOnce' ? [order('lock')] : []), order('wipe', when)];
	};
