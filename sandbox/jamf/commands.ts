import { randomUUID } from 'node:crypto';
import type { Scene } from './call';
import { deviceById } from './devices';
import type { JamfCommand, JamfDevice, JamfState } from './state';

/** How both ways of unmanaging a device are listed. */
export const UNMANAGING = 'REMOVE_PROFILE';

const EFFECTS: Record<string, (device: JamfDevice, command: JamfCommand) => void> = {
	DEVICE_LOCK: (device, { pin }) => {
		device.lock = { pin: device.kind === 'computer' ? pin : null };
	},
	ENABLE_LOST_MODE: (device) => {
		device.lock = { pin: null };
		device.lostMode = true;
	},
	DISABLE_LOST_MODE: (device) => {
		device.lock = null;
		device.lostMode = false;
	},
	/** The inventory goes on saying what it said, until the device is enrolled again. */
	ERASE_DEVICE: (device) => {
		device.wiped = true;
		device.lock = null;
		device.lostMode = false;
	},
	[UNMANAGING]: (device) => {
		device.managed = false;
		device.retired = true;
	},
};

/** The same again is another command. */
export function send({ state, clock }: Scene, device: JamfDevice, type: string, pin: string | null = null): JamfCommand {
	const { kind, id: deviceId, managementId } = device;
	const command: JamfCommand = {
		uuid: randomUUID(),
		number: state.commands.length + 1,
		kind,
		deviceId,
		managementId,
		type,
		state: 'PENDING',
		pin,
		dateSent: clock.iso(),
		sentAtElapsed: clock.elapsed(),
		dateCompleted: null,
		error: null,
		flushed: false,
	};
	state.commands.push(command);
	if (type === 'DEVICE_LOCK' && kind === 'computer') device.keptPin = pin;
	return command;
}

const waits = ({ state, flushed }: JamfCommand) => !flushed && (state === 'PENDING' || state === 'NOT_NOW');

export const commandsFor = ({ commands }: JamfState, { kind, id }: JamfDevice): JamfCommand[] => commands.filter((command) => command.kind === kind && command.deviceId === id);

export function flush(state: JamfState, device: JamfDevice): void {
	for (const command of commandsFor(state, device).filter(waits)) command.flushed = true;
}

const isDeaf = ({ kind, managed, wiped, lock }: JamfDevice, { settings }: JamfState) => !managed || wiped || (kind === 'computer' && lock !== null && !settings.lockedMacsListen);

function obey({ clock }: Scene, device: JamfDevice, command: JamfCommand): void {
	const { nextAnswer } = device;
	device.nextAnswer = null;
	command.state = nextAnswer ?? 'ACKNOWLEDGED';
	if (nextAnswer === 'NOT_NOW') return;
	command.dateCompleted = clock.iso();
	if (nextAnswer === 'ERROR') command.error = { errorCode: 12_078, errorDomain: 'MCMDMErrorDomain', errorEnglishDescription: 'The device cannot carry out this command.' };
	else EFFECTS[command.type]?.(device, command);
}

/** The device talks to the server once, and does what waits for it, in order, as long as it can hear. */
export function contact(scene: Scene, device: JamfDevice): void {
	const { state, clock } = scene;
	if (isDeaf(device, state)) return;
	device.lastContact = clock.iso();
	for (const command of commandsFor(state, device).filter(waits)) {
		if (isDeaf(device, state)) return;
		obey(scene, device, command);
	}
}

/** What devices that are online have done by themselves meanwhile. */
export function catchUp(scene: Scene): void {
	const { state, clock } = scene;
	for (const command of state.commands.filter(waits)) {
		const device = deviceById(state, command.kind, command.deviceId);
		if (!device.online || !waits(command) || command.sentAtElapsed + state.settings.answersAfterMs > clock.elapsed()) continue;
		if (!device.pushLost) contact(scene, device);
		else if (!isDeaf(device, state)) device.lastContact = clock.iso();
	}
}
