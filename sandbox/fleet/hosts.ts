import type { FleetCall } from './call';
import { refuse } from './errors';
import { pendingOf } from './commands';
import type { FleetState, Host, Owner } from './state';
import { platformOf } from './state';

/** An enrolment in no MDM shows nothing of who owns the host. */
export const ownerOf = (host: Host): Owner => (platformOf(host) === 'linux' ? 'unknown' : host.owner);

const exists = ({ record }: Host) => record.deletedAtElapsed === null;

const mayReach = ({ caller }: FleetCall, { teamId }: Host) => caller.teamIds === null || caller.teamIds.includes(teamId);

export const hostsHere = (call: FleetCall): Host[] => call.state.hosts.filter((host) => exists(host) && mayReach(call, host));

export function hostAsked(call: FleetCall): Host {
	const asked = call.params['id'] ?? '';
	if (!/^\d+$/.test(asked)) throw refuse(400, 'invalid host id');
	const host = call.state.hosts.find((candidate) => exists(candidate) && candidate.id === Number(asked));
	if (host === undefined) throw refuse(404, `Host ${asked} was not found in the datastore`);
	if (!mayReach(call, host)) throw refuse(403, 'forbidden');
	return host;
}

/** The first, where several have one name. */
export const identifiedBy = (hosts: readonly Host[], identifier: string): Host | undefined =>
	hosts.find(({ hostname, uuid, serial }) => [hostname, uuid, serial].includes(identifier));

export function matches(host: Host, query: string): boolean {
	const sought = query.toLowerCase();
	const emails = sought.includes('@') ? host.mapping.map(({ email }) => email) : [];
	return [host.hostname, host.serial, host.uuid, host.ip, ...emails].some((text) => text.toLowerCase().includes(sought));
}

export function statusOf(state: FleetState, host: Host): { device_status: string; pending_action: string } {
	const pending = pendingOf(host);
	const named = pending !== undefined && state.settings.pendingStatus === 'named';
	return {
		device_status: named ? { lock: 'locking', unlock: 'unlocking', wipe: 'wiping' }[pending] : host.record.status,
		pending_action: pending ?? '',
	};
}

function mdmOf({ settings }: FleetState, host: Host) {
	const inMdm = platformOf(host) !== 'linux';
	const { mdmOn } = host.record;
	return {
		enrollment_status: inMdm ? (mdmOn ? settings.enrollmentWords[host.owner] : 'Off') : null,
		server_url: inMdm && mdmOn ? 'https://fleet.kestrel.example/mdm' : null,
		name: inMdm && mdmOn ? 'Fleet' : '',
		connected_to_fleet: inMdm && mdmOn,
		encryption_key_available: false,
	};
}

const mappingOf = ({ mapping }: Host) => mapping.map(({ email, source }) => ({ email, source }));

export function showListed(state: FleetState, host: Host, now: string): Record<string, unknown> {
	const { id, uuid, hostname, serial, ip, os, osVersion, teamId, enrolledAt, seenAt, device } = host;
	return {
		id,
		uuid,
		hostname,
		display_name: hostname,
		computer_name: hostname,
		hardware_serial: serial,
		primary_ip: ip,
		platform: os,
		os_version: osVersion,
		status: device.online ? 'online' : 'offline',
		seen_time: device.online ? now : seenAt,
		last_enrolled_at: enrolledAt,
		last_mdm_enrolled_at: platformOf(host) === 'linux' ? null : enrolledAt,
		team_id: teamId,
		team_name: state.teams.find((team) => team.id === teamId)?.name ?? null,
		mdm: mdmOf(state, host),
	};
}

export const showMapping = (host: Host) => ({ host_id: host.id, device_mapping: mappingOf(host) });

export function showHost(state: FleetState, host: Host, now: string): Record<string, unknown> {
	const ofProvider = host.mapping.filter(({ source }) => source === 'mdm_idp_accounts');
	const others = host.mapping.filter(({ source }) => source !== 'mdm_idp_accounts').map(({ email, source }) => ({ email, source }));
	const people = ofProvider.length > 0 ? ofProvider : others.length > 0 ? [undefined] : [];
	return {
		...showListed(state, host, now),
		mdm: { ...mdmOf(state, host), ...statusOf(state, host) },
		end_users: people.map((person) => ({ ...(person === undefined ? {} : { idp_username: person.email }), other_emails: others })),
	};
}

export const withMapping = (host: Host) => ({ device_mapping: mappingOf(host) });
