import type { Ownership } from '../../lifecycle/devices/device';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type Jamf } from './client';
import { idOf, instantIn, objectIn, saidOf, textIn, type JamfDevice } from './device';
import { lastUserDoubts } from './lastUser';
import { personOf } from './person';

/** What is not asked for is there, and null. */
const sections = ['GENERAL', 'HARDWARE', 'OPERATING_SYSTEM', 'USER_AND_LOCATION'].map((section) => `section=${section}`).join('&');

/** Only what the company bought for itself enrols automatically. Any Mac with Jamf's profile is supervised, whoever owns it. */
const ownershipOf = (automated: unknown): Ownership => (automated === true ? 'corporate' : 'unknown');

export const parseComputer = (row: Dictionary): JamfDevice => {
	const general = parse.object(row['general'], 'computer.general');
	const hardware = objectIn(row['hardware']);
	const person = parse.object(row['userAndLocation'], 'computer.userAndLocation');
	const id = idOf('computer', row['id']);
	const { holders, doubts, names } = personOf({ email: person['email'], username: person['username'], realName: person['realname'] });
	const managementId = textIn(general['managementId']);
	const automated = general['enrolledViaAutomatedDeviceEnrollment'];
	return {
		id,
		managementId,
		name: textIn(general['name']) ?? id,
		serial: textIn(hardware['serialNumber']),
		model: textIn(hardware['model']),
		platform: textIn(general['platform'])?.toLowerCase() === 'mac' ? 'macos' : 'other',
		osVersion: textIn(objectIn(row['operatingSystem'])['version']),
		ownership: ownershipOf(automated),
		ownershipFrom: typeof automated === 'boolean' ? `enrolledViaAutomatedDeviceEnrollment: ${automated}` : 'Jamf Pro does not say whether it was enrolled automatically',
		holders,
		doubts: [...doubts, ...lastUserDoubts(general, names)],
		managed: managementId !== null && objectIn(general['remoteManagement'])['managed'] === true,
		locked: null,
		lastSeen: instantIn(general['lastContactTime']),
		enrolledAt: instantIn(general['lastEnrolledDate']),
		appleSilicon: saidOf(hardware['appleSilicon']),
		supervised: saidOf(general['supervised']),
	};
};

/** Sorted by what no two have alike, or a page may skip one. */
const sort = 'udid:asc';

/** Without a filter, every computer there is. */
export async function* computers(jamf: Jamf, filter?: string): AsyncGenerator<Dictionary[]> {
	yield* jamf.pages(`/api/${await jamf.version()}/computers-inventory?${sections}`, { sort, ...(filter === undefined ? {} : { filter }) });
}

export const readComputer = async (jamf: Jamf, number: string): Promise<JamfDevice> =>
	parseComputer(await jamf.get(`/api/${await jamf.version()}${path`/computers-inventory/${number}`}?${sections}`));
