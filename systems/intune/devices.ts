import type { ManagedDevice } from '@microsoft/microsoft-graph-types';
import type { Device, Holder } from '../../lifecycle/devices/device';
import { unlessGone } from '../http/gone';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type Intune } from './client';
import { managementOf, ownershipOf, platformOf } from './kinds';
import { instantIn, isOf, pinIn, resultsIn, type Result } from './results';

/** With what became of the actions on it, as far as the read showed them. */
export type IntuneDevice = Device & { told: Result[] };

const fields = [
	'id',
	'userId',
	'userPrincipalName',
	'deviceName',
	'serialNumber',
	'model',
	'operatingSystem',
	'osVersion',
	'managedDeviceOwnerType',
	'managementAgent',
	'deviceEnrollmentType',
	'enrolledDateTime',
	'lastSyncDateTime',
] as const satisfies readonly (keyof ManagedDevice)[];

const wordIn = (row: Dictionary, field: (typeof fields)[number]): string => parse.optionalText(row[field], `managedDevice.${field}`) ?? '';
const textIn = (row: Dictionary, field: (typeof fields)[number]): string | null => parse.optionalText(row[field], `managedDevice.${field}`)?.trim() || null;
const lower = (value: string | null): string[] => (value === null ? [] : [value.toLowerCase()]);

/** Who enrolled it. Names are given away and used again, ids are not: a name counts only where there is no id. */
const enrolledBy = (row: Dictionary): string[] => lower(textIn(row, 'userId') ?? textIn(row, 'userPrincipalName'));

/** Whoever set a device up for somebody else enrolled it, too. `primary` is null where nobody asked whose it is. */
const peopleOf = (row: Dictionary, primary: readonly Dictionary[] | null): Pick<Device, 'holders' | 'doubts'> => {
	const enrollers = enrolledBy(row);
	const users = (primary ?? []).flatMap((user) => {
		const [id] = lower(parse.text(user['id'], 'user.id'));
		// Others are told by their names as well, for those who read it. A name of the person, on somebody else, proves nothing.
		return enrollers.includes(id!) ? [] : [...lower(parse.optionalText(user['userPrincipalName'], 'user.userPrincipalName')), id!];
	});
	const doubts = [
		...(primary?.length === 0 ? ['Intune names no primary user of it, so it may be shared'] : []),
		...(/^deviceEnrollmentManager$/i.test(wordIn(row, 'deviceEnrollmentType')) ? ['a device enrolment manager enrolled it, so whoever enrolled it need not be whoever has it'] : []),
	];
	return { holders: [...new Set([...enrollers, ...users])], doubts };
};

/** A Mac that was locked talks to nobody until somebody has typed the PIN in. It may say so a little after it was locked. */
const settleMs = 2 * 60_000;

const lockedOf = ({ platform, lastSeen, told }: Pick<IntuneDevice, 'platform' | 'lastSeen' | 'told'>): boolean | null => {
	if (platform !== 'macos') return null;
	const lock = told.filter((result) => isOf('lock', result) && result.state.toLowerCase() === 'done').at(-1);
	const lockedAt = lock?.endedAt ?? lock?.at ?? null;
	return lockedAt === null ? null : lastSeen === null || Date.parse(lastSeen) <= Date.parse(lockedAt) + settleMs;
};

const parseDevice = (row: Dictionary, primary: readonly Dictionary[] | null): IntuneDevice => {
	const id = parse.text(row['id'], 'managedDevice.id');
	const platform = platformOf(textIn(row, 'operatingSystem'));
	const lastSeen = instantIn(row['lastSyncDateTime']);
	const told = resultsIn(row);
	return {
		id,
		name: textIn(row, 'deviceName') ?? id,
		serial: textIn(row, 'serialNumber'),
		model: textIn(row, 'model'),
		platform,
		osVersion: textIn(row, 'osVersion'),
		...ownershipOf(wordIn(row, 'managedDeviceOwnerType'), wordIn(row, 'deviceEnrollmentType'), platform),
		...peopleOf(row, primary),
		...managementOf(wordIn(row, 'managementAgent')),
		locked: lockedOf({ platform, lastSeen, told }),
		lastSeen,
		enrolledAt: instantIn(row['enrolledDateTime']),
		told,
	};
};

const primaryUsers = (intune: Intune, id: string): Promise<Dictionary[]> => intune.list(path`/v1.0/deviceManagement/managedDevices/${id}/users`, { $select: 'id,userPrincipalName' });

export const devicePath = (id: string): string => path`/v1.0/deviceManagement/managedDevices/${id}`;
export const syncPath = (id: string): string => `${devicePath(id)}/syncDevice`;

const one = async (intune: Intune, id: string, select: readonly string[]): Promise<Dictionary> => {
	const row = await intune.get(devicePath(id), { $select: select.join(',') });
	return parse.text(row['id'], 'managedDevice.id').toLowerCase() === id.toLowerCase() ? { ...row, id } : parse.refuse('managedDevice.id', 'the device that was asked for');
};

/** Whose it is belongs to what is known of a device: without it nothing may be done, and the device is there all the same. */
const noUsers = (): never => parse.refuse('managedDevice.users', 'a list, although the device is there: its primary user cannot be read');

/** By its id. Only its own record says that it is gone. */
export const readDevice = async (intune: Intune, id: string): Promise<IntuneDevice | null> => {
	const [row, primary] = await Promise.all([unlessGone(() => one(intune, id, [...fields, 'deviceActionResults'])), unlessGone(() => primaryUsers(intune, id))]);
	return row === null ? null : parseDevice(row, primary ?? noUsers());
};

export const readPin = async (intune: Intune, id: string): Promise<string | null> => pinIn(await one(intune, id, ['id', 'deviceActionResults']));

/**
 * By the id of the user in the path, and not by a filter: Intune takes one with a blank value, or one it does not know, for
 * none at all. What comes back that is not theirs all the same is handed out, so that it is noticed; and no further page of it.
 */
export const devicesOf = async (intune: Intune, { id, names }: Holder): Promise<IntuneDevice[]> => {
	const rows: Dictionary[] = [];
	const isStrange = (row: Dictionary) => !enrolledBy(row).some((name) => names.includes(name));
	for await (const page of intune.pages(path`/v1.0/users/${id}/managedDevices`, { $select: fields.join(',') })) {
		rows.push(...page);
		if (page.some(isStrange)) return rows.map((row) => parseDevice(row, null));
	}
	const theirs = await Promise.all(rows.map(async (row) => {
		const id = parse.text(row['id'], 'managedDevice.id');
		const primary = await unlessGone(() => primaryUsers(intune, id));
		if (primary !== null) return [parseDevice(row, primary)];
		const isGone = (await unlessGone(() => one(intune, id, ['id']))) === null;
		return isGone ? [] : noUsers();
	}));
	return theirs.flat();
};

export async function* allDevices(intune: Intune): AsyncGenerator<IntuneDevice[]> {
	for await (const page of intune.pages('/v1.0/deviceManagement/managedDevices', { $select: fields.join(',') })) {
		yield page.map((row) => {
			const device = parseDevice(row, null);
			// Read by people, who know one another by name.
			return { ...device, holders: [...new Set([...lower(textIn(row, 'userPrincipalName')), ...device.holders])] };
		});
	}
}
