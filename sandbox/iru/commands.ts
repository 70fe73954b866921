import type { Clock } from '../clock';
import { notForThisDevice, refuseWithText } from './errors';
import type { Command, CommandType, IruDevice, IruState } from './state';
import { nextUuid, STATUS } from './state';

export interface Scene {
	state: IruState;
	clock: Clock;
}

export const isWaiting = ({ status, cancelled }: Command): boolean => !cancelled && status !== STATUS.completed && status !== STATUS.failed;

function newCommand({ state, clock }: Scene, type: CommandType, parameters: Command['parameters']): Command {
	const now = clock.iso();
	return {
		uuid: nextUuid(state),
		type,
		status: STATUS.pending,
		cancelled: false,
		requestedAt: now,
		completedAt: null,
		pushedAt: now,
		attempts: 1,
		errors: [],
		dueAtElapsed: clock.elapsed() + state.settings.answersAfterMs,
		parameters,
	};
}

/** Only taken, whatever the device makes of it later. */
export function send(scene: Scene, device: IruDevice, type: CommandType, parameters: Command['parameters'] = {}): void {
	if (!device.enrolled) throw notForThisDevice();
	if (device.commands.some((other) => other.type === type && isWaiting(other))) throw refuseWithText('Command already running');
	device.commands.push(newCommand(scene, type, parameters));
}

/** Nothing that waited is done any more, and nobody can ask for any of it. */
export function removeRecord(scene: Scene, device: IruDevice): void {
	for (const command of device.commands) if (isWaiting(command)) command.cancelled = true;
	if (device.enrolled) device.commands.push(newCommand(scene, 'RemoveManagement', {}));
	device.listed = false;
	device.enrolled = false;
}

/** Apple's words: what a device says when it will not do something. */
const refusal = (words: string) => [{ ErrorCode: 12_021, ErrorDomain: 'MCMDMErrorDomain', LocalizedDescription: words, USEnglishDescription: words }];

/** What a device does when it is told; undefined when it was done, otherwise why not. */
const EFFECTS: Record<CommandType, (device: IruDevice, parameters: Command['parameters']) => string | undefined> = {
	DeviceLock: (device, { pin }) => {
		device.locked = true;
		device.pin = pin ?? null;
		return undefined;
	},
	EraseDevice: (device, { pin }) => {
		Object.assign(device, { wiped: true, enrolled: false, locked: false, lostMode: null, pin: null, erasePin: pin ?? null, accounts: [] });
		return undefined;
	},
	EnableLostMode: (device, { lostMode }) => {
		device.lostMode = lostMode ?? null;
		device.locked = true;
		return undefined;
	},
	DisableLostMode: (device) => {
		device.lostMode = null;
		device.locked = false;
		return undefined;
	},
	DeleteUser: (device, { userName = '' }) => {
		if (!device.accounts.includes(userName)) return `There is no user ${userName}.`;
		device.accounts = device.accounts.filter((account) => account !== userName);
		return undefined;
	},
	UnlockUserAccount: (device, { userName = '' }) => (device.accounts.includes(userName) ? undefined : `There is no user ${userName}.`),
	RestartDevice: () => undefined,
	ShutDownDevice: () => undefined,
	ClearPasscode: () => undefined,
	RemoveManagement: (device) => {
		device.retired = true;
		return undefined;
	},
};

function obey(device: IruDevice, command: Command, now: string): void {
	const why = device.refusesNext ? 'The device refused the command.' : EFFECTS[command.type](device, command.parameters);
	device.refusesNext = false;
	command.status = why === undefined ? STATUS.completed : STATUS.failed;
	command.errors = why === undefined ? [] : refusal(why);
	command.completedAt = now;
}

function answer({ state, clock }: Scene, device: IruDevice, waiting: readonly Command[]): void {
	if (device.shown === 'Mac' && device.locked && !state.settings.lockedMacsListen) return;
	const now = clock.iso();
	device.lastCheckInAt = now;
	if (device.busy > 0) {
		device.busy -= 1;
		for (const command of waiting) Object.assign(command, { status: STATUS.notNow, pushedAt: now, attempts: command.attempts + 1 });
		return;
	}
	// An erased device knows nothing of what else it was to do.
	for (const command of waiting) if (!device.wiped) obey(device, command, now);
}

/** The device talks to Iru once. */
export const checkIn = (scene: Scene, device: IruDevice): void => answer(scene, device, device.commands.filter(isWaiting));

/** Devices that are online answer by themselves, but after a "Not Now" they have to be pushed or seen again. */
export function catchUp(scene: Scene): void {
	for (const device of scene.state.devices.values()) {
		if (!device.online) continue;
		const due = device.commands.filter((command) => isWaiting(command) && command.status === STATUS.pending && command.dueAtElapsed <= scene.clock.elapsed());
		if (due.length > 0) answer(scene, device, due);
	}
}
