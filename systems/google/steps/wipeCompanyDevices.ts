import { Problem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, underway, type Left } from '../../../lifecycle/step';
import { parse, type Google } from '../client';
import { each } from '../../http/gone';
import { googleStep } from './_google';

type Device = { device: string; name: string; state: string; company: boolean; shared: boolean };
type Devices = { devices: Device[] };

const company = { customer: 'customers/my_customer' };

const wipeable = (device: Device) => device.company && !device.shared;
const isWiped = ({ state }: Device) => state === 'WIPED' || state === 'UNPROVISIONED';
const todo = ({ devices }: Devices) => devices.filter((device) => wipeable(device) && !isWiped(device) && device.state !== 'WIPING');
const names = (devices: readonly Device[]) => devices.map(({ name }) => name).join(', ');
const left = ({ devices }: Devices): Left[] =>
	devices
		.filter((device) => !wipeable(device) && !isWiped(device))
		.map(({ name, shared }) => ({ what: name, why: shared ? 'other people use it too; it is not wiped' : 'it does not belong to the company; only the work account can be removed from it' }));

/** It becomes a path as it is, so it must be one of a device and nothing else. */
const deviceIn = (name: string): string => {
	const found = /^(devices\/[\w-]+)\/deviceUsers\/[\w-]+$/.exec(name)?.[1];
	if (found === undefined) throw new Problem('bad_answer', 'Google answered with a device name that is none. Nothing can be concluded from it.');
	return found;
};

const readDevice = async ({ cloudIdentity }: Google, device: string): Promise<Device> => {
	const [row, users] = await Promise.all([cloudIdentity.get(`/v1/${device}`, company), cloudIdentity.list(`/v1/${device}/deviceUsers`, 'deviceUsers', company)]);
	return {
		device,
		name: [parse.optionalText(row['model'], 'device.model'), parse.optionalText(row['serialNumber'], 'device.serialNumber')].filter((text) => text !== null).join(' ') || device,
		state: parse.optionalText(row['managementState'], 'device.managementState') ?? 'UNKNOWN',
		company: row['ownerType'] === 'COMPANY',
		shared: new Set(users.map((user) => String(user['userEmail']).toLowerCase())).size > 1,
	};
};

const sendAll = ({ cloudIdentity }: Google, devices: readonly Device[], verb: 'wipe' | 'cancelWipe', body: object) => each(devices, ({ device }) => cloudIdentity.send('POST', `/v1/${device}:${verb}`, body));

export const wipeCompanyDevices = googleStep<Devices>({
	id: 'wipeCompanyDevices',
	label: 'Wipe Company Devices',
	danger: 'Devices that belong to the company and that nobody else uses are reset to how they left the factory, with everything on them. What is wiped cannot be given back.',
	needs: ['cloud-identity.devices'],
	readBackFrom: 'management state of the devices',
	givenBack: 'no; a wipe that has not begun is called off',
	closes: 'devices',
	remains: ['A device that does not connect: it keeps what it has until it does'],
	stage: 'devices',
	optional: true,
	erases: true,
	readsLong: true,

	read: async (google, { label }) => {
		const mine = await google.cloudIdentity.list('/v1/devices/-/deviceUsers', 'deviceUsers', { filter: `email:${label}`, ...company });
		const devices = new Set(mine.filter((row) => String(row['userEmail']).toLowerCase() === label).map((row) => deviceIn(parse.text(row['name'], 'deviceUser.name'))));
		return { devices: await Promise.all([...devices].map((device) => readDevice(google, device))) };
	},
	plan: (state) => {
		if (todo(state).length > 0) return change(`Reset ${names(todo(state))} to how they left the factory`, left(state));
		const wiping = state.devices.filter((device) => wipeable(device) && device.state === 'WIPING');
		return wiping.length > 0 ? underway(`${names(wiping)} is wiped when it next connects`) : satisfied('No company device of their own to wipe', left(state));
	},
	apply: (google, _account, state) => sendAll(google, todo(state), 'wipe', { ...company, removeResetLock: false }),

	undo: {
		plan: (now, before) => {
			const began = now.devices.filter(({ device }) => todo(before).some((one) => one.device === device));
			const wiping = began.filter(({ state }) => state === 'WIPING');
			if (wiping.length > 0) return change(`Call off the wipe of ${names(wiping)}`);
			const gone = todo(before).filter(({ device }) => !now.devices.some((one) => one.device === device && !isWiped(one)));
			return gone.length === 0 ? satisfied('Devices are as before') : impossible(`Set up anew for the person: ${names(gone)}`, 'pending');
		},
		apply: (google, _account, now, before) =>
			sendAll(
				google,
				now.devices.filter(({ device, state }) => state === 'WIPING' && todo(before).some((one) => one.device === device)),
				'cancelWipe',
				company,
			),
	},
});
