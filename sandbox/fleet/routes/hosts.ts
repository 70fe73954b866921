import { noContent, ok } from '../../server/message';
import { record } from '../activities';
import type { FleetCall, FleetRoute } from '../call';
import { queue, waiting } from '../commands';
import { refuse } from '../errors';
import { hostAsked, hostsHere, identifiedBy, matches, showHost, showListed, showMapping, withMapping } from '../hosts';
import { page } from '../paging';
import { platformOf } from '../state';

function list(call: FleetCall) {
	const { state, query, clock } = call;
	const sought = state.settings.queryIgnored ? '' : (query.get('query') ?? '').trim();
	const found = hostsHere(call).filter((host) => matches(host, sought));
	const { shown } = page(call, found);
	const mapped = query.get('device_mapping') === 'true';
	return ok({ hosts: shown.map((host) => ({ ...showListed(state, host, clock.iso()), ...(mapped ? withMapping(host) : {}) })) });
}

function byIdentifier(call: FleetCall) {
	const { state, params, clock } = call;
	const host = identifiedBy(hostsHere(call), params['identifier'] ?? '');
	if (host === undefined) throw refuse(404, 'Host was not found in the datastore');
	return ok({ host: showHost(state, host, clock.iso()) });
}

/** Only the record goes: whatever runs Fleet's agent or MDM enrols again. What waited for the host goes with it (unconfirmed). */
function remove(call: FleetCall) {
	const host = hostAsked(call);
	host.record.deletedAtElapsed = call.clock.elapsed();
	for (const command of waiting(host)) command.state = 'cancelled';
	record(call, 'deleted_host', { host_id: host.id, host_display_name: host.hostname, host_serial: host.serial });
	return ok({});
}

function turnMdmOff(call: FleetCall) {
	const host = hostAsked(call);
	const { settings } = call.state;
	if (platformOf(host) === 'windows' && !settings.unenrolsWindows) throw refuse(400, "Can't turn off MDM for Windows hosts.");
	if (!host.record.mdmOn) throw refuse(409, `mdm is not enabled for host ${host.id}`);
	queue(call, host, 'retire');
	if (settings.unenrolShown === 'at-once') host.record.mdmOn = false;
	record(call, 'mdm_unenrolled', { host_serial: host.serial, host_display_name: host.hostname, installed_from_dep: host.owner === 'company' });
	return noContent();
}

export const hostRoutes: FleetRoute[] = [
	{ method: 'GET', path: '/api/v1/fleet/hosts', handle: list },
	{ method: 'GET', path: '/api/v1/fleet/hosts/identifier/:identifier', handle: byIdentifier },
	{ method: 'GET', path: '/api/v1/fleet/hosts/:id', handle: (call) => ok({ host: showHost(call.state, hostAsked(call), call.clock.iso()) }) },
	{ method: 'DELETE', path: '/api/v1/fleet/hosts/:id', needs: 'maintainer', handle: remove },
	{ method: 'GET', path: '/api/v1/fleet/hosts/:id/device_mapping', handle: (call) => ok(showMapping(hostAsked(call))) },
	{ method: 'DELETE', path: '/api/v1/fleet/hosts/:id/mdm', needs: 'maintainer', handle: turnMdmOff },
];
