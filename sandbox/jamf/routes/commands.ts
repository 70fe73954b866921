import { jsonBody, ok } from '../../server/message';
import type { JamfCall, JamfRoute } from '../call';
import { contact, send } from '../commands';
import { refuse } from '../errors';
import { filterIn, page } from '../lists';
import { COMMAND_TYPES, refuseWrongOrder } from '../orders';
import { COMMANDS, privilegeFor, refuseWithout } from '../privileges';
import type { Facts } from '../rsql';
import type { CommandState, JamfCommand, JamfDevice, JamfState } from '../state';

const CLIENT_TYPE = { computer: 'COMPUTER', mobile: 'MOBILE_DEVICE' } as const;

/** Filters know states by other words than answers do. */
const STATUS: Record<CommandState, string> = { PENDING: 'Pending', NOT_NOW: 'NotNow', ACKNOWLEDGED: 'Acknowledged', ERROR: 'Error' };

const DATES = ['dateSent', 'validAfter', 'dateCompleted'];
const FIELDS = ['uuid', 'clientManagementId', 'command', 'status', 'clientType', ...DATES, 'profileId', 'profileIdentifier', 'active'];

const factsOf = ({ uuid, managementId, type, state, kind, dateSent, dateCompleted }: JamfCommand): Facts => ({
	uuid,
	clientManagementId: managementId,
	command: type,
	status: STATUS[state],
	clientType: CLIENT_TYPE[kind],
	dateSent,
	dateCompleted,
	active: state === 'PENDING' || state === 'NOT_NOW',
});

const show = ({ uuid, managementId, kind, state, type, dateSent, dateCompleted, error }: JamfCommand) => ({
	uuid,
	client: { managementId, clientType: CLIENT_TYPE[kind] },
	commandState: state,
	commandType: type,
	dateSent,
	dateCompleted,
	validAfter: null,
	profileId: null,
	profileIdentifier: null,
	commandError: error,
});

function list(call: JamfCall) {
	const { state, clock } = call;
	const filter = filterIn(call, FIELDS);
	if (filter === undefined) throw refuse(400, 'At least one filter field is required', { field: 'filter' });
	const equalDate = filter.uses.find(({ field, operator }) => DATES.includes(field) && !/^=[gl][te]=$/.test(operator));
	if (equalDate !== undefined) throw refuse(400, `${equalDate.field} is compared with gt, lt, ge or le`, { field: equalDate.field });
	const visible = state.commands.filter(({ flushed, sentAtElapsed }) => !flushed && sentAtElapsed + state.settings.commandLagMs <= clock.elapsed());
	return page(call, { items: visible.filter((command) => filter.matches(factsOf(command))), facts: factsOf, fields: FIELDS, show });
}

const addressed = ({ devices }: JamfState, managementId: unknown): JamfDevice | undefined => devices.find((device) => device.managed && device.managementId === managementId);

function queue(call: JamfCall) {
	const { state, caller, baseUrl } = call;
	const { clientData, commandData } = (jsonBody(call.incoming) ?? {}) as { clientData?: unknown; commandData?: Record<string, unknown> };
	const type = commandData?.['commandType'];
	if (!Array.isArray(clientData) || clientData.length === 0 || commandData === undefined || !COMMAND_TYPES.includes(type)) throw refuse(400, 'clientData and a known commandType are required');
	const targets = (clientData as ({ managementId?: unknown } | null)[]).map((client) => {
		const device = addressed(state, client?.managementId);
		if (device === undefined) throw refuse(state.settings.unknownClient, 'There is no managed client with this managementId', { field: 'managementId' });
		refuseWithout(caller, privilegeFor(String(type), device.kind));
		refuseWrongOrder(device, String(type), commandData);
		return device;
	});
	const pin = typeof commandData['pin'] === 'string' ? commandData['pin'] : null;
	const sent = targets.map((device) => send(call, device, String(type), pin));
	const ids = sent.map(({ uuid, number }) => (state.settings.shortCommandIds ? String(number) : uuid));
	return { status: 201, body: ids.map((id) => ({ id, href: `${baseUrl}/api/v2/mdm/commands/${id}` })) };
}

/** Whoever is online hears of it at once. */
function push(call: JamfCall) {
	const { clientManagementIds } = (jsonBody(call.incoming) ?? {}) as { clientManagementIds?: unknown };
	const ids: unknown[] = Array.isArray(clientManagementIds) ? clientManagementIds : call.query.getAll('clientManagementId');
	if (ids.length === 0) throw refuse(400, 'clientManagementIds is required', { field: 'clientManagementIds' });
	for (const device of ids.map((id) => addressed(call.state, id))) {
		if (device?.online !== true) continue;
		device.pushLost = false;
		contact(call, device);
	}
	return ok({ errorUuids: ids.filter((id) => addressed(call.state, id) === undefined) });
}

export const commandRoutes: JamfRoute[] = [
	{ method: 'POST', path: '/api/v2/mdm/commands', needs: COMMANDS, handle: queue },
	{ method: 'GET', path: '/api/v2/mdm/commands', needs: COMMANDS, handle: list },
	{ method: 'POST', path: '/api/v2/mdm/blank-push', needs: COMMANDS, handle: push },
];
