import { createHash } from 'node:crypto';
import type { NewDevice } from '../devices';
import { people } from '../company';
import type { Scene } from './call';
import { devicesOfKind } from './devices';
import type { Assignee, JamfDevice } from './state';

/** The short name is the user name, as the directory behind the inventory has it. */
export function assigneeFor(email: string): Assignee {
	const person = people.find(({ workEmail }) => workEmail === email);
	const username = email.split('@')[0] ?? email;
	return { username, realName: person === undefined ? username : `${person.firstName} ${person.lastName}`, email };
}

/** The same device has the same ids in every company. */
const uuidOf = (text: string) => createHash('sha256').update(text).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const KINDS = { macos: 'computer', ios: 'mobile' } as const;

const MODELS = { computer: { model: 'MacBook Pro (14-inch)', osVersion: '15.6' }, mobile: { model: 'iPhone 15', osVersion: '18.6' } } as const;

export type JamfEnrolment = NewDevice & Partial<Pick<JamfDevice, 'model' | 'appleSilicon'>>;

export function enrol({ state, clock }: Scene, { platform, owner, person, serial, name, online = false, model, appleSilicon }: JamfEnrolment): JamfDevice {
	if (platform !== 'macos' && platform !== 'ios') throw new Error(`Jamf manages Macs and iOS devices, not ${platform}`);
	const kind = KINDS[platform];
	const id = String(devicesOfKind(state, kind).length + 1);
	const assignee = person === null ? null : assigneeFor(person);
	const device: JamfDevice = {
		kind,
		id,
		udid: uuidOf(`udid ${kind} ${id}`).toUpperCase(),
		managementId: uuidOf(`management ${kind} ${id}`),
		serialNumber: serial ?? `KST-${kind === 'computer' ? 'C' : 'M'}-${id.padStart(6, '0')}`,
		name: name ?? `${kind === 'computer' ? 'Mac' : 'iPhone'} ${id}`,
		model: model ?? MODELS[kind].model,
		osVersion: MODELS[kind].osVersion,
		appleSilicon: kind === 'computer' && (appleSilicon ?? true),
		owner,
		supervised: owner === 'company',
		assignee,
		lastLoggedIn: kind === 'computer' ? (assignee?.username ?? null) : null,
		managed: true,
		enrolledAt: clock.iso(),
		lastContact: clock.iso(),
		online,
		pushLost: false,
		nextAnswer: null,
		lock: null,
		lostMode: false,
		keptPin: null,
		wiped: false,
		retired: false,
	};
	state.devices.push(device);
	return device;
}

/** Set up anew: what still waits for the device waits on. */
export function enrolAgain({ clock }: Scene, device: JamfDevice, assignee: Assignee | null): void {
	Object.assign(device, { assignee, lastLoggedIn: null, managed: true, wiped: false, retired: false, lock: null, lostMode: false, enrolledAt: clock.iso(), lastContact: clock.iso() });
}
