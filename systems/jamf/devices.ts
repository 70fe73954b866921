import type { Holder } from '../../lifecycle/devices/device';
import { Problem } from '../../lifecycle/problem';
import { unlessGone } from '../http/gone';
import type { Dictionary } from '../http/parse';
import type { Jamf } from './client';
import { isLocked } from './commands';
import { computers, parseComputer, readComputer } from './computers';
import { lower, objectIn, placeOf, type JamfDevice } from './device';
import { mobiles, parseMobile, readMobile } from './mobiles';
import { any, is } from './rsql';

/** More than a search for one person can hit: then it was no search. */
const mostHits = 200;

/** How each kind is found by its person. */
const inventories = [
	{ list: computers, parse: parseComputer, email: 'userAndLocation.email', username: 'userAndLocation.username' },
	{ list: mobiles, parse: parseMobile, email: 'emailAddress', username: 'username' },
] as const;

type Inventory = (typeof inventories)[number];

const found = async (jamf: Jamf, { list }: Inventory, filter: string): Promise<Dictionary[]> => {
	const rows: Dictionary[] = [];
	for await (const page of list(jamf, filter)) {
		rows.push(...page);
		if (rows.length > mostHits) throw new Problem('bad_answer', `Jamf Pro was asked for the devices of one person and answered with more than ${mostHits}, so its search means nothing. Nothing was done to any device; run the case again, and tell Jamf's support if it stays so.`);
	}
	return rows;
};

const inventoried = async (jamf: Jamf, inventory: Inventory, { id: address, names }: Holder): Promise<JamfDevice[]> => {
	const [byEmail, byName] = await Promise.all([found(jamf, inventory, is(inventory.email, address)), found(jamf, inventory, any(...names.map((name) => is(inventory.username, name))))]);
	// A user name may be somebody else's in another domain, and then there is another address. Rows that were not asked for stay, so that they are noticed.
	const isMeant = (row: Dictionary): boolean => !names.includes(lower(objectIn(row['userAndLocation'])['username']) ?? '') || inventory.parse(row).holders.some((one) => names.includes(one));
	const devices = [...byEmail, ...byName.filter(isMeant)].map(inventory.parse);
	// Found by both, and said to be the same: two that differ under one id stay, and the next to read them decides.
	return [...new Map(devices.map((device) => [JSON.stringify(device), device])).values()];
};

export const devicesOf = async (jamf: Jamf, holder: Holder): Promise<JamfDevice[]> => (await Promise.all(inventories.map((inventory) => inventoried(jamf, inventory, holder)))).flat();

export const readDevice = async (jamf: Jamf, id: string): Promise<JamfDevice | null> => {
	const { kind, number } = placeOf(id);
	const device = await unlessGone(() => (kind === 'computer' ? readComputer(jamf, number) : readMobile(jamf, number)));
	if (device === null) return null;
	if (device.id !== id) throw new Problem('bad_answer', `Jamf Pro was asked for ${id} and answered with ${device.id}. Nothing can be concluded from it.`);
	return kind === 'computer' ? { ...device, locked: await isLocked(jamf, device) } : device;
};

export async function* allDevices(jamf: Jamf): AsyncGenerator<JamfDevice[]> {
	for (const { list, parse } of inventories) for await (const page of list(jamf)) yield page.map(parse);
}
