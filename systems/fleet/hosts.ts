import type { Device, Holder, Ownership, Platform } from '../../lifecycle/devices/device';
import { Problem } from '../../lifecycle/problem';
import { unlessGone } from '../http/gone';
import { instantIn } from '../http/instant';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { withoutPins } from '../http/withoutPins';
import { parse, type Fleet } from './client';
import { platformOf } from './platform';

const nameIn = (value: unknown, where: string): string | null => parse.optionalText(parse.optionalText(value, where)?.trim().toLowerCase(), where);
/** Who is not understood here could be the one it belongs to. */
const peopleIn = (value: unknown, where: string): Dictionary[] => parse.array(value, where).map((row) => parse.object(row, where));
const objectIn = (value: unknown): Dictionary => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dictionary) : {});

/** How a host was enrolled is all that Fleet has to show: only what the company bought for itself enrols automatically. Both names are in use. */
const companyOwned: ReadonlySet<string> = new Set(['On (automatic)', 'On (company-owned)']);

const ownershipOf = (status: string | null): Ownership => (status === null ? 'unknown' : companyOwned.has(status) ? 'corporate' : /personal/i.test(status) ? 'personal' : 'unknown');

/** Fleet and what it manages speak of times long ago where there is none. */
export const timeIn = (value: unknown): string | null => {
	const instant = instantIn(value);
	return instant === null || Date.parse(instant) < Date.UTC(2001) ? null : instant;
};

const unique = (names: readonly (string | null)[]): string[] => [...new Set(names.filter((name) => name !== null))];

/**
 * Whom an administrator or the identity provider mapped it to. Who is signed in to a browser on it counts only where
 * nobody was: then it may be the one sign of its person, and otherwise it may be anybody's private account.
 */
const peopleOf = (host: Dictionary, mapping: readonly Dictionary[]): Pick<Device, 'holders' | 'doubts'> => {
	const users = peopleIn(host['end_users'] ?? [], 'host.end_users');
	const named = [...mapping, ...users.flatMap((user) => peopleIn(user['other_emails'] ?? [], 'host.end_users.other_emails'))];
	const isInBrowser = ({ source }: Dictionary) => source === 'google_chrome_profiles';
	const mapped = unique([...users.map((user) => nameIn(user['idp_username'], 'host.end_users.idp_username')), ...named.filter((row) => !isInBrowser(row)).map(({ email }) => nameIn(email, 'host.device_mapping.email'))]);
	const inBrowser = unique(named.filter(isInBrowser).map(({ email }) => nameIn(email, 'host.device_mapping.email')));
	if (mapped.length === 0) return { holders: inBrowser, doubts: [] };
	return { holders: mapped, doubts: inBrowser.filter((email) => !mapped.includes(email)).map((email) => `a browser on it is signed in as ${email}`) };
};

/** A host with what Fleet has yet to hear from it: `lock`, `unlock`, `wipe`. */
export type FleetHost = Device & { waits: string | null };

const waiting: Readonly<Record<string, string>> = { locking: 'lock', unlocking: 'unlock', wiping: 'wipe' };

/** A build may name what waits, or only say that something does. */
const waitsFor = ({ device_status: status, pending_action: pending }: Dictionary): string | null => {
	if (typeof pending === 'string' && pending !== '') return withoutPins(pending).slice(0, 40);
	return typeof status === 'string' && Object.hasOwn(waiting, status) ? waiting[status]! : null;
};

/** Whoever looks up the PIN of a Mac makes Fleet say that it is being unlocked; it shows its lock screen until somebody types the PIN. */
const isLocked = ({ device_status: status, pending_action: pending }: Dictionary, platform: Platform): boolean | null => {
	if (typeof status !== 'string') return null;
	const isBeingUnlocked = status === 'unlocking' || (status === 'locked' && pending === 'unlock');
	return isBeingUnlocked ? platform === 'macos' : status === 'locked';
};

/** Fleet's agent works on these, whether they are in its MDM or not. */
const byAgent: ReadonlySet<Platform> = new Set(['windows', 'linux', 'other']);

/** A host as the list or the single read shows it, with everybody it is mapped to. */
const parseHost = (host: Dictionary, mapping: readonly Dictionary[]): FleetHost => {
	const id = host['id'];
	if (typeof id !== 'number' || !Number.isInteger(id)) return parse.refuse('host.id', 'a number');
	const platform = platformOf(parse.optionalText(host['platform'], 'host.platform'));
	const mdm = objectIn(host['mdm']);
	const status = parse.optionalText(mdm['enrollment_status'], 'host.mdm.enrollment_status');
	const name = parse.optionalText(host['display_name'], 'host.display_name') ?? parse.optionalText(host['hostname'], 'host.hostname') ?? String(id);
	return {
		id: String(id),
		name,
		serial: parse.optionalText(host['hardware_serial'], 'host.hardware_serial'),
		model: parse.optionalText(host['hardware_model'], 'host.hardware_model'),
		platform,
		osVersion: parse.optionalText(host['os_version'], 'host.os_version'),
		ownership: ownershipOf(status),
		ownershipFrom: status === null ? 'Fleet keeps no owner of what is not in its MDM' : `enrollment_status "${status}"`,
		...peopleOf(host, mapping),
		managed: byAgent.has(platform) || (status !== null && /^On\b/.test(status)),
		locked: isLocked(mdm, platform),
		waits: waitsFor(mdm),
		lastSeen: timeIn(host['seen_time']),
		enrolledAt: timeIn(host['last_mdm_enrolled_at']) ?? timeIn(host['last_enrolled_at']),
	};
};

/** As Fleet shows it; null where it knows no such host. */
export const hostWith = async (fleet: Fleet, id: string): Promise<Dictionary | null> =>
	await unlessGone(async () => {
		const host = parse.object((await fleet.get(path`/hosts/${id}`))['host'], 'host');
		if (String(host['id']) !== id) throw new Problem('bad_answer', `Fleet was asked for host ${id} and answered with host ${String(host['id'])}. Nothing can be concluded from it.`);
		return host;
	});

const mappingIn = (answer: Dictionary): Dictionary[] => peopleIn(answer['device_mapping'] === null ? [] : answer['device_mapping'], 'host.device_mapping');

export const lost = (name: string) => new Problem('bad_answer', `Fleet showed ${name} and said a moment later that there is no such host. Run the case again.`);

export const readHost = async (fleet: Fleet, id: string): Promise<FleetHost | null> => {
	const [host, mapping] = await Promise.all([hostWith(fleet, id), unlessGone(() => fleet.get(path`/hosts/${id}/device_mapping`))]);
	if (host === null) return null;
	if (mapping === null) throw lost(`host ${id}`);
	return parseHost(host, mappingIn(mapping));
};

/** More than a search for one person can hit: then it was no search. */
const mostHits = 200;

/** `query` finds the address anywhere in a host, and in other people's addresses: each hit is read, and only those mapped to the very address stay. */
export const hostsOf = async (fleet: Fleet, { id: address }: Holder): Promise<FleetHost[]> => {
	const hits = new Map<string, FleetHost>();
	for await (const page of fleet.pages('/hosts', 'hosts', { query: address, device_mapping: 'true' })) {
		for (const device of page.map((row) => parseHost(row, peopleIn(row['device_mapping'] ?? [], 'host.device_mapping')))) hits.set(device.id, device);
		if (hits.size > mostHits) throw new Problem('bad_answer', `Fleet was asked for the hosts of ${address} and answered with more than ${mostHits}, so its search means nothing. Nothing was done to any host; run the case again, and tell Fleet's support if it stays so.`);
	}
	const read = await Promise.all(
		[...hits.values()].map(async ({ id, name }) => {
			const device = await readHost(fleet, id);
			if (device === null) throw lost(name);
			return device;
		}),
	);
	return read.filter(({ holders }) => holders.includes(address));
};

export async function* allHosts(fleet: Fleet): AsyncGenerator<FleetHost[]> {
	for await (const page of fleet.pages('/hosts', 'hosts', { device_mapping: 'true' })) yield page.map((row) => parseHost(row, peopleIn(row['device_mapping'] ?? [], 'host.device_mapping')));
}
