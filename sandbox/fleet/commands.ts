import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Action, FleetCommand, FleetState, Host, OperatingSystem } from './state';

type Pending = Exclude<Action, 'retire'>;

export const DEFAULT_WIPE = 'doWipeProtected';

const APPLE = { wipe: 'EraseDevice', retire: 'RemoveProfile' };
const MOBILE_APPLE = { ...APPLE, lock: 'EnableLostMode', unlock: 'DisableLostMode' };

const REQUEST_TYPES: Record<OperatingSystem, Partial<Record<Action, string>>> = {
	darwin: { ...APPLE, lock: 'DeviceLock' },
	ios: MOBILE_APPLE,
	ipados: MOBILE_APPLE,
	windows: { wipe: './Device/Vendor/MSFT/RemoteWipe', retire: './Device/Vendor/MSFT/DMClient/Unenroll' },
	ubuntu: {},
	android: {},
};

export const waiting = ({ commands }: Host): FleetCommand[] => commands.filter(({ state }) => state === 'queued');

/** That MDM is to be turned off does not show here. */
export const pendingOf = (host: Host): Pending | undefined => waiting(host).map(({ action }) => action).find((action): action is Pending => action !== 'retire');

export function queue({ state, clock }: { state: FleetState; clock: Clock }, host: Host, action: Action, variant?: string): FleetCommand {
	const requestType = REQUEST_TYPES[host.os][action] ?? null;
	const command: FleetCommand = {
		uuid: randomUUID(),
		action,
		requestType: requestType === null || variant === undefined ? requestType : `${requestType}/${variant}`,
		state: 'queued',
		pin: action === 'lock' && host.os === 'darwin' ? String(randomInt(1_000_000)).padStart(6, '0') : null,
		at: clock.iso(),
		updatedAt: clock.iso(),
		dueAtElapsed: clock.elapsed() + state.settings.checkInMs,
	};
	host.commands.push(command);
	return command;
}

const APPLE_WORDS = { queued: 'Pending', done: 'Acknowledged', failed: 'Error' };
/** SyncML's; 101 is what Fleet shows before there is one. */
const WINDOWS_CODES = { queued: '101', done: '200', failed: '500' };

export const showCommand = (host: Host, { uuid, requestType, state, updatedAt }: FleetCommand) => ({
	host_uuid: host.uuid,
	hostname: host.hostname,
	command_uuid: uuid,
	request_type: requestType,
	status: state === 'cancelled' ? undefined : (host.os === 'windows' ? WINDOWS_CODES : APPLE_WORDS)[state],
	updated_at: updatedAt,
});
