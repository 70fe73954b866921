import type { Clock } from '../clock';
import { waiting } from './commands';
import type { FleetCommand, FleetState, Host } from './state';
import { nextId, platformOf } from './state';

/** Computers run Fleet's agent beside the MDM; phones have only the MDM. */
function reports(host: Host): boolean {
	const platform = platformOf(host);
	return !host.device.wiped && (host.device.mdmOn || (platform !== 'ios' && platform !== 'android'));
}

/** A new record, which knows nothing of a lock from before. */
function comeBack(state: FleetState, clock: Clock, host: Host): void {
	host.formerIds.push(host.id);
	host.id = nextId(state);
	host.enrolledAt = clock.iso();
	host.record = { mdmOn: host.device.mdmOn, status: 'unlocked', pin: null, deletedAtElapsed: null };
}

const EFFECTS: Record<FleetCommand['action'], (host: Host, command: FleetCommand) => void> = {
	lock: ({ device, record }, { pin }) => {
		Object.assign(device, { locked: true, pin });
		Object.assign(record, { status: 'locked', pin });
	},
	unlock: ({ device, record }) => {
		Object.assign(device, { locked: false, pin: null });
		Object.assign(record, { status: 'unlocked', pin: null });
	},
	wipe: ({ device, record }) => {
		Object.assign(device, { wiped: true, mdmOn: false, locked: false, pin: null });
		Object.assign(record, { status: 'wiped', pin: null });
	},
	retire: ({ device, record }) => {
		Object.assign(device, { retired: true, mdmOn: false });
		record.mdmOn = false;
	},
};

function obey(host: Host, command: FleetCommand, clock: Clock): void {
	if (command.requestType !== null && !host.device.mdmOn) return;
	command.updatedAt = clock.iso();
	command.state = host.device.refusesNext ? 'failed' : 'done';
	host.device.refusesNext = false;
	if (command.state === 'done') EFFECTS[command.action](host, command);
}

export function checkIn(state: FleetState, clock: Clock, host: Host, due: (atElapsed: number) => boolean = () => true): void {
	if (!reports(host)) return;
	host.seenAt = clock.iso();
	if (host.record.deletedAtElapsed !== null && due(host.record.deletedAtElapsed + state.settings.checkInMs)) comeBack(state, clock, host);
	for (const command of waiting(host)) if (due(command.dueAtElapsed)) obey(host, command, clock);
}

/** Whatever is online does what waits for it by itself. */
export function catchUp(state: FleetState, clock: Clock): void {
	for (const host of state.hosts) if (host.device.online) checkIn(state, clock, host, (atElapsed) => atElapsed <= clock.elapsed());
}
