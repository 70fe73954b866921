import type { Command } from '../../lifecycle/devices/command';
import type { Device } from '../../lifecycle/devices/device';
import type { Dictionary } from '../http/parse';
import { withoutPins } from '../http/withoutPins';
import { parse, type Fleet } from './client';
import { hostWith, lost, timeIn } from './hosts';

/** Fleet's words for one action. */
interface Words {
	/** What `pending_action` says while it waits, and `device_status` while and after. */
	action: string;
	doing: string;
	done: string;
	/** The commands it goes by, as Apple and Microsoft call them. */
	requestTypes: RegExp;
	/** Left out of the list by some builds unless it is asked for by this very name. */
	hidden?: string;
}

/** How Fleet itself says the host stands: the one thing it vouches for. A build may name what waits, or only that something does. */
const standing = (host: Dictionary, { action, doing, done }: Words): Command[] => {
	const { device_status, pending_action } = (host['mdm'] ?? {}) as Dictionary;
	const [status, pending] = [String(device_status ?? ''), String(pending_action ?? '')];
	const command = (state: Command['state']): Command[] => [{ id: null, state, at: null, endedAt: null, said: withoutPins(`device_status ${status || 'unknown'}${pending === '' ? '' : `, pending_action ${pending}`}`).slice(0, 100) }];
	if (pending === action || status === doing) return command('queued');
	// What is wiped has nothing else to do; what was locked may be about to be opened.
	return status === done && (pending === '' || action === 'wipe') ? command('done') : [];
};

/** Apple's and Windows' words for a command that the device refused. */
const isFailed = (status: unknown): boolean => {
	const said = String(status ?? '');
	return said === 'Error' || /^[45]\d\d$/.test(said);
};

/** What the device refused; scripts, by which Linux and the lock of Windows go, are in no list. */
const refusals = async (fleet: Fleet, host: Dictionary, { requestTypes, hidden }: Words): Promise<Command[]> => {
	const uuid = parse.text(host['uuid'], 'host.uuid');
	const found = new Map<string, Command>();
	const all = { host_identifier: uuid };
	for (const query of hidden === undefined ? [all] : [all, { ...all, request_type: hidden }]) {
		for await (const page of fleet.pages('/commands', 'results', query)) {
			for (const row of page) {
				const id = parse.text(row['command_uuid'], 'command.command_uuid');
				const said = String(row['request_type'] ?? '');
				if (row['host_uuid'] !== uuid || !requestTypes.test(said) || !isFailed(row['status'])) continue;
				const at = timeIn(row['updated_at']);
				found.set(id, { id, state: 'failed', at, endedAt: at, said: `${said} answered with ${String(row['status'])}` });
			}
		}
	}
	return [...found.values()].sort((one, other) => (one.at ?? '').localeCompare(other.at ?? ''));
};

/** What the host was told and what has become of it, as far as Fleet shows it. */
export const told = async (fleet: Fleet, { id, name }: Device, words: Words): Promise<Command[]> => {
	const host = await hostWith(fleet, id);
	if (host === null) throw lost(name);
	return [...(await refusals(fleet, host, words)), ...standing(host, words)];
};
