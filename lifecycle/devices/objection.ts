import { labelOf, type Device, type Holder } from './device';
import { ownershipOf, type AssetRegister } from './ownership';
import type { DeviceStep } from './system';

export interface Objection {
	/** `not_removable_here`: this management can do no such thing to this device. Everything else is for a person to look at. */
	outcome: 'refused' | 'not_removable_here';
	why: string;
}

export interface Claims {
	holder: Holder;
	register: AssetRegister;
	/** Whether a PIN that is made up here can be kept outside the management. */
	hasEscrow: boolean;
}

/** Whether the management names this person for the device at all. Blank names are nobody's. */
export const isTheirs = ({ holders }: Pick<Device, 'holders'>, { names }: Holder): boolean => holders.some((holder) => holder !== '' && names.includes(holder));

/** Why this must not be done to this device for this person. Asked of what was read a moment before anything is sent. */
export const objectionTo = (step: DeviceStep<never>, device: Device, { holder, register, hasEscrow }: Claims): Objection | null => {
	const name = labelOf(device);
	const refused = (why: string): Objection => ({ outcome: 'refused', why: `Refused to ${step.id} ${name}: ${why}` });

	if (!isTheirs(device, holder)) {
		return refused(`it is assigned to ${device.holders.join(', ') || 'nobody'}, and not to ${holder.label}. Correct who it is assigned to, or waive it in Device Decisions`);
	}
	const others = device.holders.filter((other) => !holder.names.includes(other));
	if (others.length > 0) return refused(`it is also assigned to ${others.join(', ')}. Correct who it is assigned to, then run the case again`);
	if (step.id !== 'lock' && device.doubts.length > 0) return refused(`${device.doubts.join('; ')}. Find out whose it is, and correct it or waive it in Device Decisions`);

	const { ownership, because } = ownershipOf(device, register);
	if (step.id === 'wipe' && ownership !== 'corporate') {
		return refused(ownership === 'personal' ? `it is the person's own (${because}), and only company data may be removed from it: use Retire` : `nothing proves that the company owns it (${because}). Correct its ownership, then run the case again; lock or retire it until then`);
	}
	if (!device.managed && device.managedBy !== undefined) return refused(`it is managed by ${device.managedBy}, and only known here. Do it there, then waive it in Device Decisions`);
	if (!device.managed) return refused('its management cannot reach it any more. Get it back and waive it in Device Decisions, or enrol it again');
	const unsupported = step.unsupported(device);
	if (unsupported !== null) return { outcome: step.id === 'lock' ? 'not_removable_here' : 'refused', why: `Cannot ${step.id} ${name}: ${unsupported}` };
	const pin = step.pin(device);
	if (pin?.madeBy === 'us' && !pin.keptByManagement && !hasEscrow) return refused('it takes a PIN to open it again, which nobody would keep. Choose in the node where PINs are kept, then run the case again');
	return null;
};
