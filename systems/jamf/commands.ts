import type { Json } from '../../ledger/types';
import type { Command, CommandState } from '../../lifecycle/devices/command';
import { Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { parse, type Jamf } from './client';
import { instantIn, objectIn, placeOf, textIn, type JamfDevice } from './device';
import { quotable } from './errors';
import { all, is } from './rsql';

const list = '/api/v2/mdm/commands';

export type CommandType = 'DEVICE_LOCK' | 'ENABLE_LOST_MODE' | 'ERASE_DEVICE';

/** Whatever is not known as an end is none: nobody sends another one then. */
const ends: Readonly<Record<string, CommandState>> = { ACKNOWLEDGED: 'done', ERROR: 'failed' };

const wentWrong = (error: unknown): string => {
	const { errorEnglishDescription, errorDomain, errorCode } = objectIn(error);
	const words = [quotable(textIn(errorEnglishDescription) ?? '').replace(/\.+$/, ''), [errorDomain, errorCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ')];
	return words.filter((word) => word !== '').join(', ');
};

/** What does not say when it was sent counts as the newest. */
const never = '9999-12-31T00:00:00.000Z';

const parseCommand = (row: Dictionary): Command => {
	const state = parse.text(row['commandState'], 'command.commandState');
	const wrong = wentWrong(row['commandError']);
	return {
		id: parse.text(row['uuid'], 'command.uuid'),
		state: ends[state] ?? 'queued',
		at: instantIn(row['dateSent']),
		endedAt: instantIn(row['dateCompleted']),
		said: wrong === '' ? `commandState ${quotable(state)}` : `commandState ${quotable(state)}: ${wrong}`,
	};
};

const listed = async (jamf: Jamf, { name }: JamfDevice, filter: string, fits: (row: Dictionary) => boolean): Promise<Dictionary[]> => {
	const rows: Dictionary[] = [];
	for await (const page of jamf.pages(list, { sort: 'dateSent:asc', filter })) rows.push(...page);
	if (!rows.every(fits)) throw new Problem('bad_answer', `Jamf Pro was asked for certain commands to ${name} and answered with others as well, so its list means nothing. Run the case again, and tell Jamf's support if it stays so.`);
	return rows;
};

const isFor = ({ managementId }: JamfDevice, { client }: Dictionary): boolean => objectIn(client)['managementId'] === managementId;

/** Every command of this kind that the device was given, whoever gave it. The list is asked for `command` and answers with `commandType`. */
export const commandsOf = async (jamf: Jamf, device: JamfDevice, type: CommandType): Promise<Command[]> => {
	if (device.managementId === null) return [];
	const filter = all(is('clientManagementId', device.managementId), is('command', type));
	const commands = (await listed(jamf, device, filter, (row) => row['commandType'] === type && isFor(device, row))).map(parseCommand);
	// The last one counts, and whether the list was sorted as it was asked to be, nobody vouches for.
	return commands.sort((one, other) => Date.parse(one.at ?? never) - Date.parse(other.at ?? never));
};

/** A device that was enrolled anew may be another client by then: what its earlier life was told is not its own. */
export const commandBy = async (jamf: Jamf, device: JamfDevice, uuid: string): Promise<Command[]> =>
	(await listed(jamf, device, is('uuid', uuid), (row) => row['uuid'] === uuid)).filter((row) => isFor(device, row)).map(parseCommand);

/** One command to one device. What is called by it is a short number in some versions, and then finds nothing. */
export const command = async (jamf: Jamf, { name, managementId }: JamfDevice, commandData: { commandType: CommandType } & Dictionary): Promise<Json> => {
	if (managementId === null) throw new Problem('rejected', `Jamf Pro does not say what commands to ${name} are addressed to, so nothing was sent. Enrol it again.`);
	const [queued] = parse.array(await jamf.order(list, { clientData: [{ managementId }], commandData }), list).map((row) => parse.object(row, list));
	return { command: String(queued?.['id'] ?? parse.refuse(`${list}[0].id`, 'there')) };
};

/** What has a path of its own answers with the command it became. */
export const order = async (jamf: Jamf, device: JamfDevice, path: string, body?: Dictionary): Promise<Json> => {
	const { deviceId, commandUuid } = parse.object(await jamf.order(path, body), path);
	if (deviceId !== undefined && deviceId !== null && String(deviceId) !== placeOf(device.id).number) parse.refuse(`${path}.deviceId`, 'of the device that was asked for');
	return { command: textIn(commandUuid) };
};

export const uuidsIn = (receipts: readonly Json[]): string[] => receipts.flatMap((receipt) => textIn(objectIn(receipt)['command']) ?? []);

const clocksDifferMs = 2 * 60_000;

/** A Mac at its lock screen talks to nobody: it stands there if nothing was heard of it since it said that it locks. */
export const isLocked = async (jamf: Jamf, device: JamfDevice): Promise<boolean> => {
	const last = (await commandsOf(jamf, device, 'DEVICE_LOCK')).filter(({ state }) => state === 'done').at(-1);
	const at = last?.endedAt ?? last?.at;
	if (at === undefined || at === null) return false;
	return device.lastSeen === null || Date.parse(device.lastSeen) <= Date.parse(at) + clocksDifferMs;
};
