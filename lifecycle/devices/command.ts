/**
 * How far a command has come, whatever the management calls it:
 * - `awaiting_approval`, `approved`, `rejected`: people of the company have to agree first; nothing was sent to the device
 * - `queued`: accepted, and not answered by the device
 * - `done`: the device answered that it does it
 * - `failed`: the device answered that it does not
 * - `expired`, `cancelled`: it will never reach the device
 * - `unseen`: taken, and nothing will ever show whether the device has done it
 */
export type CommandState = 'awaiting_approval' | 'approved' | 'rejected' | 'queued' | 'done' | 'failed' | 'expired' | 'cancelled' | 'unseen';

/** One command of one kind to one device. A type, not an interface: the ledger keeps it. */
export type Command = {
	id: string | null;
	state: CommandState;
	/** When it was asked for; null where the management does not say. */
	at: string | null;
	/** When it came to its end. */
	endedAt: string | null;
	/** The management's own words of its state, and of what went wrong. */
	said: string;
};

/** Somebody else is to do something about it: the device, or who approves it. */
export const isUnderway = ({ state }: Command): boolean => state === 'awaiting_approval' || state === 'queued';

/** Whoever sends another one now has two that may reach the device. */
export const isLive = ({ state }: Command): boolean => state === 'awaiting_approval' || state === 'approved' || state === 'queued';
