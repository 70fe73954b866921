import type { Ownership, Platform } from '../../lifecycle/devices/device';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type Jamf } from './client';
import { idOf, instantIn, objectIn, saidOf, textIn, type JamfDevice } from './device';
import { personOf } from './person';

const sections = ['GENERAL', 'HARDWARE', 'USER_AND_LOCATION', 'SECURITY'].map((section) => `section=${section}`).join('&');

/** Jamf has a dozen words for what is not wholly the company's, and one for what is. */
const ownershipOf = (said: readonly string[]): Ownership => (said.length === 0 ? 'unknown' : said.every((word) => word.toLowerCase() === 'institutional') ? 'corporate' : 'personal');

const platformOf = (type: string | null): Platform => (type !== null && /^(ios|ipados)$/i.test(type) ? 'ios' : 'other');

/** The list keeps in sections what the single record has side by side, under other names. */
const flat = (row: Dictionary): Dictionary => {
	const ios = objectIn(row['ios']);
	return { ...row, ...ios, ...objectIn(ios['security']), ...objectIn(row['hardware']), ...objectIn(row['security']), ...objectIn(row['general']) };
};

export const parseMobile = (row: Dictionary): JamfDevice => {
	// Only the single record has no sections; where there are some, this one was asked for.
	if (row['general'] !== undefined) parse.object(row['general'], 'mobile.general');
	const facts = flat(row);
	const person = parse.object(row['userAndLocation'] ?? row['location'], 'mobile.userAndLocation');
	const { holders, doubts } = personOf({ email: person['emailAddress'], username: person['username'], realName: person['realName'] });
	const managementId = textIn(facts['managementId']);
	const id = idOf('mobile', row['mobileDeviceId'] ?? row['id']);
	const names = ['deviceOwnershipLevel', 'deviceOwnershipType'] as const;
	const owned = names.flatMap((name) => {
		const word = textIn(facts[name]);
		return word === null ? [] : [{ name, word }];
	});
	return {
		id,
		managementId,
		name: textIn(facts['displayName']) ?? textIn(facts['name']) ?? id,
		serial: textIn(facts['serialNumber']),
		model: textIn(facts['model']),
		platform: platformOf(textIn(row['deviceType']) ?? textIn(row['type'])),
		osVersion: textIn(facts['osVersion']),
		ownership: ownershipOf(owned.map(({ word }) => word)),
		ownershipFrom: owned.length === 0 ? 'Jamf Pro says nothing of its ownership' : owned.map(({ name, word }) => `${name}: ${word}`).join(', '),
		holders,
		doubts,
		managed: managementId !== null && facts['managed'] === true,
		locked: saidOf(facts['lostModeEnabled']),
		lastSeen: instantIn(facts['lastInventoryUpdateDate'] ?? facts['lastInventoryUpdateTimestamp']),
		enrolledAt: instantIn(facts['lastEnrolledDate'] ?? facts['lastEnrollmentTimestamp']),
		appleSilicon: null,
		supervised: saidOf(facts['supervised']),
	};
};

/** Without a filter, every mobile device there is. The list without `detail` pays no attention to a filter, and is never asked. */
export async function* mobiles(jamf: Jamf, filter?: string): AsyncGenerator<Dictionary[]> {
	yield* jamf.pages(`/api/v2/mobile-devices/detail?${sections}`, { sort: 'udid:asc', ...(filter === undefined ? {} : { filter }) });
}

export const readMobile = async (jamf: Jamf, number: string): Promise<JamfDevice> => parseMobile(await jamf.get(path`/api/v2/mobile-devices/${number}/detail`));
