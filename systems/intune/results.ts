import type { Command, CommandState } from '../../lifecycle/devices/command';
import type { DeviceAction } from '../../lifecycle/devices/device';
import type { Dictionary } from '../http/parse';
import { parse } from './client';

/** What became of an action, without what would open the device. A type, not an interface: the ledger keeps it. */
export type Result = {
	name: string;
	state: string;
	at: string | null;
	endedAt: string | null;
};

const hasZone = (text: string): boolean => /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);

/** Graph speaks of times long ago where there is none, and of UTC wherever n8n runs. */
export const instantIn = (value: unknown): string | null => {
	const time = typeof value === 'string' ? Date.parse(hasZone(value) ? value : `${value}Z`) : NaN;
	return Number.isNaN(time) || time < Date.UTC(2001) ? null : new Date(time).toISOString();
};

const wordIn = (value: unknown): string => (typeof value === 'string' && /^\w{1,60}$/.test(value) ? value : 'unknown');

const parseResult = (row: Dictionary): Result => ({
	name: wordIn(row['actionName']),
	state: wordIn(row['actionState']),
	at: instantIn(row['startDateTime']),
	endedAt: instantIn(row['lastUpdatedDateTime']),
});

const rowsIn = (device: Dictionary): Dictionary[] => parse.array(device['deviceActionResults'] ?? [], 'managedDevice.deviceActionResults').map((row) => parse.object(row, 'deviceActionResult'));

const byTime = ({ at: one }: Result, { at: other }: Result): number => (one ?? '').localeCompare(other ?? '');

/** The oldest first, and before them what has no time. Lists leave them out: only the single read can be trusted with them. */
export const resultsIn = (device: Dictionary): Result[] => rowsIn(device).map(parseResult).sort(byTime);

/** Opens a Mac that was locked last with it: a lock that failed makes none, and one of before opens nothing any more. It goes from here to where PINs are kept, and nowhere else. */
export const pinIn = (device: Dictionary): string | null => {
	const pins = rowsIn(device)
		.map((row) => ({ row, result: parseResult(row) }))
		.filter(({ result }) => isOf('lock', result) && commandOf(result).state === 'done')
		.sort((one, other) => byTime(one.result, other.result))
		.map(({ row }) => parse.optionalText(row['unlockPin'], 'deviceActionResult.unlockPin'));
	return pins.at(-1) ?? null;
};

/** Results are named as the action is called, or as the audit log does. */
const names: Readonly<Record<DeviceAction, readonly string[]>> = {
	lock: ['remotelock'],
	retire: ['retire', 'removecompanydata'],
	wipe: ['wipe', 'factoryreset'],
};

export const isOf = (action: DeviceAction, { name }: Result): boolean => names[action].includes(name.toLowerCase());

const ended: ReadonlyMap<string, CommandState> = new Map([['done', 'done'], ['failed', 'failed'], ['notsupported', 'failed'], ['canceled', 'cancelled'], ['cancelled', 'cancelled']]);

/** Whatever else Microsoft may call it one day: it was taken, and no answer is known. */
export const commandOf = ({ name, state, at, endedAt }: Result): Command => {
	const end = ended.get(state.toLowerCase());
	return { id: null, state: end ?? 'queued', at, endedAt: end === undefined ? null : endedAt, said: `${name}: ${state}` };
};
