import type { Reply } from '../../server/message';
import { jsonBody, noContent, ok } from '../../server/message';
import { record } from '../activities';
import type { FleetCall, FleetRoute } from '../call';
import { DEFAULT_WIPE, pendingOf, queue } from '../commands';
import { refuse, refuseHost } from '../errors';
import { hostAsked, statusOf } from '../hosts';
import type { Host } from '../state';
import { platformOf } from '../state';

const WIPE_TYPES: readonly unknown[] = ['doWipe', DEFAULT_WIPE];

function needPremium({ state: { settings } }: FleetCall): void {
	if (settings.premium) return;
	throw refuse(settings.premiumRefusal, settings.premiumRefusal === 403 ? 'This action requires a Fleet Premium license' : undefined);
}

function needMdm({ record }: Host, verb: string): void {
	if (!record.mdmOn) throw refuseHost(`Can't ${verb} the host because it doesn't have MDM turned on.`);
}

function needScripts({ state }: FleetCall, verb: string): void {
	if (!state.settings.scripts) throw refuseHost(`Couldn't ${verb} host. To ${verb}, deploy the fleetd agent with --enable-scripts and refetch host vitals.`);
}

function notPersonal({ owner }: Host, verb: string): void {
	if (owner === 'personal') throw refuse(400, `Couldn't ${verb}. This command isn't available for personal hosts.`);
}

const already = ({ state }: FleetCall, what: string) => refuseHost(`Host is already ${what}.`, state.settings.alreadyAnswer);

/** Newer builds say how the host stands; the others say nothing, except a PIN. */
function taken({ state }: FleetCall, host: Host, shown: { host_id?: number; unlock_pin?: string } = {}): Reply {
	if (state.settings.answersWithStatus) return ok({ ...shown, ...statusOf(state, host) });
	return Object.keys(shown).length > 0 ? ok(shown) : noContent();
}

const named = (host: Host) => ({ host_id: host.id, host_display_name: host.hostname });

function lock(call: FleetCall): Reply {
	needPremium(call);
	const host = hostAsked(call);
	const platform = platformOf(host);
	if (platform === 'android') throw refuseHost('Unsupported host platform: android');
	if (platform === 'macos' || platform === 'ios') {
		notPersonal(host, 'lock');
		if (platform === 'ios' && host.owner === 'unknown') throw refuse(400, "Couldn't lock. This command isn't available for manually enrolled iOS/iPadOS hosts.");
		needMdm(host, 'lock');
	} else needScripts(call, 'lock');
	const pending = pendingOf(host);
	if (pending === 'lock' || pending === 'unlock') throw refuseHost(`Host has pending ${pending} request. Host cannot be locked again until ${pending} is complete.`);
	if (pending === 'wipe') throw refuseHost('Host has pending wipe request. Cannot process lock requests once host is wiped.');
	if (host.record.status === 'wiped') throw refuseHost('Host is wiped. Cannot process lock requests once host is wiped.');
	if (host.record.status === 'locked') throw already(call, 'locked');
	const { pin } = queue(call, host, 'lock');
	const seen = pin !== null && call.query.get('view_pin') === 'true' && call.state.settings.viewPin;
	record(call, 'locked_host', { ...named(host), view_pin: seen });
	return taken(call, host, seen ? { unlock_pin: pin } : {});
}

function unlock(call: FleetCall): Reply {
	needPremium(call);
	const host = hostAsked(call);
	const platform = platformOf(host);
	if (platform === 'android') throw refuseHost('Unsupported host platform: android');
	if (platform === 'windows' || platform === 'linux') needScripts(call, 'unlock');
	const pending = pendingOf(host);
	if (pending === 'lock') throw refuseHost('Host has pending lock request. Host cannot be unlocked until lock is complete.');
	if (pending === 'unlock') throw refuseHost('Host has pending unlock request. The host will unlock when it comes online.');
	if (pending === 'wipe') throw refuseHost('Host has pending wipe request. Cannot process unlock requests once host is wiped.');
	if (host.record.status === 'wiped') throw refuseHost('Host is wiped. Cannot process unlock requests once host is wiped.');
	if (host.record.status === 'unlocked') throw already(call, 'unlocked');
	record(call, 'unlocked_host', { ...named(host), host_platform: host.os });
	if (platform === 'macos') return taken(call, host, { host_id: host.id, unlock_pin: host.record.pin ?? '' });
	queue(call, host, 'unlock');
	return taken(call, host);
}

function wipeTypeAsked({ incoming }: FleetCall): string {
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse(400, 'The body is not a JSON object');
	const { windows } = body as { windows?: { wipe_type?: unknown } | null };
	const asked = windows?.wipe_type ?? DEFAULT_WIPE;
	if (!WIPE_TYPES.includes(asked)) throw refuse(422, `wipe_type ${String(asked)} is not one of doWipe, doWipeProtected`, 'windows.wipe_type');
	return String(asked);
}

function wipe(call: FleetCall): Reply {
	const wipeType = wipeTypeAsked(call);
	const host = hostAsked(call);
	const platform = platformOf(host);
	if (platform !== 'android' || host.owner !== 'company') needPremium(call);
	if (platform === 'macos' || platform === 'ios') notPersonal(host, 'wipe');
	if (platform === 'android' && host.owner !== 'company') throw refuseHost("Couldn't wipe. Only fully managed Android hosts can be wiped.");
	if (platform === 'linux') needScripts(call, 'wipe');
	else needMdm(host, 'wipe');
	const pending = pendingOf(host);
	if (pending === 'lock' || pending === 'unlock') throw refuseHost(`Host has pending ${pending} request. Host cannot be wiped until ${pending} is complete.`);
	if (pending === 'wipe') throw refuseHost('Host has pending wipe request. The host will be wiped when it comes online.');
	if (host.record.status === 'locked' && !call.state.settings.wipesLocked) throw refuseHost('Host is locked. Host cannot be wiped until it is unlocked.');
	if (host.record.status === 'wiped') throw already(call, 'wiped');
	queue(call, host, 'wipe', platform === 'windows' ? wipeType : undefined);
	record(call, 'wiped_host', named(host));
	return taken(call, host);
}

export const actionRoutes: FleetRoute[] = [
	{ method: 'POST', path: '/api/v1/fleet/hosts/:id/lock', needs: 'maintainer', handle: lock },
	{ method: 'POST', path: '/api/v1/fleet/hosts/:id/unlock', needs: 'maintainer', handle: unlock },
	{ method: 'POST', path: '/api/v1/fleet/hosts/:id/wipe', needs: 'maintainer', handle: wipe },
];
