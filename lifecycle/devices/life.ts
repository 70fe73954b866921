import { isLive, type Command } from './command';
import type { Device, DeviceAction } from './device';

/** Clocks differ, and managements round. */
const toleranceMs = 2 * 60_000;

export const isAfter = (at: string | null, since: string | null): boolean => at !== null && since !== null && Date.parse(at) >= Date.parse(since) - toleranceMs;
export const isStrictlyAfter = (at: string | null, since: string | null): boolean => at !== null && (since === null || Date.parse(at) > Date.parse(since));

/** What was sent to this very device in the life it has now. */
export const inThisLife = ({ at }: Pick<Command, 'at'>, { enrolledAt }: Device): boolean => at === null || enrolledAt === null || isAfter(at, enrolledAt);

/**
 * The command that counts. A wipe counts in whichever case it was asked for, and one that waits in whichever life; a lock of
 * an earlier case only as long as the device has not been heard of since, because somebody may have opened it.
 */
export const lastOf = (commands: readonly Command[], action: DeviceAction, device: Device, caseSince: string): Command | undefined => {
	const counting = commands.filter((command) => inThisLife(command, device));
	const live = counting.filter(isLive).at(-1) ?? (action === 'wipe' ? commands.filter(({ state }) => state === 'queued').at(-1) : undefined);
	if (live !== undefined) return live;
	return counting.filter((command) => action !== 'lock' || isAfter(command.at, caseSince) || (command.state === 'done' && !isStrictlyAfter(device.lastSeen, command.endedAt ?? command.at))).at(-1);
};
