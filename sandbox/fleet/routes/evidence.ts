import { ok } from '../../server/message';
import { showActivity } from '../activities';
import type { FleetCall, FleetRoute } from '../call';
import { showCommand } from '../commands';
import { hostsHere, identifiedBy } from '../hosts';
import { ordered, page } from '../paging';

function commands(call: FleetCall) {
	const { query, state } = call;
	const identifier = query.get('host_identifier');
	const type = query.get('request_type');
	const here = hostsHere(call);
	const host = identifier === null ? undefined : identifiedBy(here, identifier);
	const hosts = identifier === null ? here : host === undefined ? [] : [host];
	const found = hosts
		.flatMap((one) => one.commands.map((command) => ({ host: one, command })))
		.filter(({ command: { requestType, state: stands } }) => requestType !== null && stands !== 'cancelled')
		.filter(({ command: { requestType } }) => (type === null ? requestType !== 'DeviceLock' || !state.settings.omitsDeviceLock : requestType === type));
	const { shown, meta } = page(call, ordered(call, found));
	return ok({ results: shown.map(({ host: one, command }) => showCommand(one, command)), meta });
}

function activities(call: FleetCall) {
	const { shown, meta } = page(call, ordered(call, call.state.activities));
	return ok({ activities: shown.map(showActivity), meta });
}

/** Not in the vendor file: whose token this is. */
function me({ caller: { id, name, email, role, teamIds }, state }: FleetCall) {
	const teams = state.teams.filter((team) => teamIds?.includes(team.id)).map((team) => ({ ...team, role }));
	return ok({ user: { id, name, email, api_only: true, global_role: teamIds === null ? role : null, teams } });
}

export const evidenceRoutes: FleetRoute[] = [
	{ method: 'GET', path: '/api/v1/fleet/commands', handle: commands },
	{ method: 'GET', path: '/api/v1/fleet/activities', handle: activities },
	{ method: 'GET', path: '/api/v1/fleet/me', handle: me },
];
