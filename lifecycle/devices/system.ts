import type { Json, JsonObject } from '../../ledger/types';
import type { Person } from '../person';
import type { AccessKind, Stage } from '../step';
import type { Finding } from '../system';
import type { Command } from './command';
import type { Device, DeviceAction, Holder } from './device';

/** What goes along with a command. */
export interface Parcel {
	/** Shown on the screen of a device that is locked. */
	message: string;
	phone: string;
	/** Made for this one command and kept where the administrator chose, where the step says that it takes one. */
	pin: string | null;
	/** Names the case, for approvals: `leaver case hr_event_20261120_42`. */
	justification: string;
	/** What earlier commands of this action on this device handed back, the newest last. */
	receipts: readonly Json[];
	/** The request that was approved and is carried out now. */
	approved: Command | null;
}

/** Who makes up what opens a device again, and whether the management shows it to its administrators later. */
export interface PinOf {
	madeBy: 'us' | 'management';
	keptByManagement: boolean;
}

/** Lock, retire or wipe, in one device management. `Known` is what it reads of a device, where that is more than every management tells. */
export interface DeviceStep<Client, Known extends Device = Device> {
	id: DeviceAction;
	label: string;
	/** What happens to the device, and whether it can be taken back. */
	danger: string;
	/** The permissions it needs, in the management's own words. */
	needs: readonly string[];
	readBackFrom: string;
	givenBack: string;
	closes: AccessKind;
	remains?: readonly string[];
	stage: Stage;
	optional?: true;
	/** Destroys something a legal hold must keep. */
	erases?: true;

	/** Why this device cannot have it done to it, and what to do instead; null where it can. */
	unsupported(device: Known): string | null;
	/** What somebody has to do to it first, such as to unlock it; null where nothing is in the way. */
	notYet?(device: Known): string | null;
	/** null where nothing is needed to open the device again. */
	pin(device: Known): PinOf | null;
	/** Commands of this action, as the management has them now. */
	commands(client: Client, device: Known, receipts: readonly Json[]): Promise<Command[]>;
	/** Whether every command that this device was given shows in `commands`: only then does a missing one mean that none was accepted. */
	listsAll(device: Known): boolean;
	/** The management removes the record of a device that did it. Where it does not, a missing record says nothing of the device. */
	removesRecord?: true;
	/**
	 * One command to one device, never repeated by itself. A refusal is a Problem; a request for approval that was filed is
	 * not. Gives what finds the command again, and never a secret: the ledger keeps it. Null where the management refused
	 * because the device is so already, and does not show that it is.
	 */
	send(client: Client, device: Known, parcel: Parcel): Promise<Json | null>;
	/** The PIN that the management made up, to be kept elsewhere as well; null where there is none yet. */
	revealPin?(client: Client, device: Known): Promise<string | null>;
}

/** A management of devices. Adding one is adding a folder: whom a device belongs to, what may be done to it and how often is decided elsewhere, once. */
export interface DeviceSystem<Client = unknown, Known extends Device = Device> {
	id: string;
	label: string;
	steps: readonly DeviceStep<Client, Known>[];
	/** A client whose every call is reported to the observer. */
	connect(observe: (call: JsonObject) => void): Client;
	/** Whom the person is in this management. Throws where there is nothing to look for: a blank name would find everybody's devices. */
	holderOf(client: Client, person: Pick<Person, 'id' | 'workEmail'>): Promise<Finding<Holder>>;
	/** What the management answers when asked for this person's devices, every row of it. */
	devicesOf(client: Client, holder: Holder): Promise<Known[]>;
	/** As it is now, by its id alone; null where there is no such record. */
	read(client: Client, id: string): Promise<Known | null>;
	/** Every device there is, a page at a time. */
	all(client: Client): AsyncIterable<Known[]>;
	/** Has the device fetch what waits for it, and does nothing else to it. */
	nudge?(client: Client, device: Known): Promise<void>;
}
