import { isTheirs } from '../../lifecycle/devices/objection';
import type { Device, Holder, Platform } from '../../lifecycle/devices/device';
import { Problem } from '../../lifecycle/problem';
import { unlessGone } from '../http/gone';
import { instantIn } from '../http/instant';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type Iru } from './client';

/** What is supervised has a Lost Mode. */
export type IruDevice = Device & { supervised: boolean };

const platforms: Readonly<Record<string, Platform>> = { Mac: 'macos', iPhone: 'ios', iPad: 'ios', Windows: 'windows', Android: 'android' };
const platformOf = (word: string | null): Platform => (word !== null && Object.hasOwn(platforms, word) ? platforms[word]! : 'other');

const objectIn = (value: unknown): Dictionary => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dictionary) : {});

/** An unassigned device has `""` or null where others have their user. Whoever has no address is somebody all the same, and nobody's leaver. */
const nameIn = (user: unknown): string[] => {
	if (user === undefined || user === null) return [];
	const called = typeof user === 'string' ? [user] : Object.values((({ email, name, id }) => ({ email, name, id }))(parse.object(user, 'device.user')));
	const texts = called.filter((one) => one !== undefined && one !== null).map((one) => (typeof one === 'string' ? one : parse.refuse('device.user', 'a text')).trim());
	return texts.filter((text) => text !== '').slice(0, 1).map((text) => text.toLowerCase());
};

/** Apple's automated enrolment is open to what the company bought alone; Android itself says whose it is. For anything else there is no proof, and Supervised is none. */
const ownershipOf = (platform: Platform, details: Dictionary): Pick<Device, 'ownership' | 'ownershipFrom'> => {
	if (platform === 'android') {
		const said = objectIn(details['management'])['ownership'];
		const ownership = said === 'COMPANY_OWNED' ? 'corporate' : said === 'PERSONALLY_OWNED' ? 'personal' : 'unknown';
		return { ownership, ownershipFrom: `management.ownership ${typeof said === 'string' && said !== '' ? `"${said.slice(0, 40)}"` : 'says nothing'}` };
	}
	if (platform !== 'macos' && platform !== 'ios') return { ownership: 'unknown', ownershipFrom: 'Iru keeps no owner of devices of this kind' };
	const isAutomatic = objectIn(details['automated_device_enrollment'])['auto_enrolled'] === true;
	return { ownership: isAutomatic ? 'corporate' : 'unknown', ownershipFrom: `it was ${isAutomatic ? '' : 'not '}enrolled through Apple's automated enrolment` };
};

/** As text in the details. For Lost Mode; whose property it is, it does not prove. */
const isSupervised = (said: unknown): boolean => said === true || said === 'True';

const isLost = (platform: Platform, status: unknown): boolean | null => (platform !== 'ios' ? null : status === 'ENABLED' ? true : status === '' || status === 'DISABLED' ? false : null);

/** A row of the list says who has a device, and its details whose property it is. Both say who has it; who is named by either counts. */
const parseDevice = (row: Dictionary, details: Dictionary): IruDevice => {
	const platform = platformOf(parse.optionalText(row['platform'], 'device.platform'));
	const id = parse.text(row['device_id'], 'device.device_id');
	return {
		id,
		name: parse.optionalText(row['device_name'], 'device.device_name') ?? id,
		serial: parse.optionalText(row['serial_number'], 'device.serial_number'),
		model: parse.optionalText(row['model'], 'device.model'),
		platform,
		osVersion: parse.optionalText(row['os_version'], 'device.os_version'),
		...ownershipOf(platform, details),
		holders: [...new Set([row['user'], objectIn(details['general'])['assigned_user']].flatMap(nameIn))],
		doubts: [],
		managed: row['mdm_enabled'] === true && row['is_removed'] !== true,
		locked: isLost(platform, row['lost_mode_status']),
		supervised: isSupervised(objectIn(details['mdm'])['supervised']),
		lastSeen: instantIn(row['last_check_in']),
		enrolledAt: instantIn(row['last_enrollment']) ?? instantIn(row['first_enrollment']),
	};
};

const aboutAnother = (id: string) => new Problem('bad_answer', `Iru was asked for device ${id} and answered with another. Nothing can be concluded from it.`);

const detailsOf = async (iru: Iru, id: string): Promise<Dictionary> => {
	const details = await iru.get(path`/devices/${id}/details`);
	if (objectIn(details['general'])['device_id'] !== id) throw aboutAnother(id);
	return details;
};

const halfGone = (name: string) => new Problem('bad_answer', `Iru showed ${name} and said a moment later that there is no such device. Run the case again.`);

export const readDevice = async (iru: Iru, id: string): Promise<IruDevice | null> => {
	const [row, details] = await Promise.all([unlessGone(() => iru.get(path`/devices/${id}`)), unlessGone(() => detailsOf(iru, id))]);
	if (row === null) return null;
	if (details === null) throw halfGone(`device ${id}`);
	if (row['device_id'] !== id) throw aboutAnother(id);
	return parseDevice(row, details);
};

const listed = (iru: Iru, query?: Record<string, string>) => iru.pages('/devices', (answer) => answer, query);

/** The list leaves out whose property they are. */
const withDetails = (iru: Iru, rows: readonly Dictionary[]): Promise<IruDevice[]> =>
	Promise.all(
		rows.map(async (row) => {
			const { id, name } = parseDevice(row, {});
			const details = await unlessGone(() => detailsOf(iru, id));
			if (details === null) throw halfGone(name);
			return parseDevice(row, details);
		}),
	);

/** Every row as it came: one of somebody else means that the filter was not understood, and then the details of all devices of the company are not read for it. */
export const devicesOf = async (iru: Iru, holder: Holder): Promise<IruDevice[]> => {
	const rows = new Map<unknown, Dictionary>();
	for await (const page of listed(iru, { user_email_exact: holder.id })) {
		for (const row of page) rows.set(row['device_id'], row);
		const strange = page.map((row) => parseDevice(row, {})).filter((device) => !isTheirs(device, holder));
		if (strange.length > 0) return strange;
	}
	return await withDetails(iru, [...rows.values()]);
};

export async function* allDevices(iru: Iru): AsyncGenerator<IruDevice[]> {
	for await (const page of listed(iru)) yield await withDetails(iru, page);
}
