import { noContent, ok } from '../../server/message';
import type { IruCall, IruRoute } from '../call';
import { removeRecord } from '../commands';
import { deviceOf } from '../device';
import { refuse, refuseWithText } from '../errors';
import { slice } from '../paging';
import { showCommand, showDetails, showDevice, showLostMode } from '../show';
import type { IruDevice, IruState } from '../state';

const holds = (whole: string | undefined, part: string) => whole?.toLowerCase().includes(part.toLowerCase()) === true;

const assigned = ({ users }: IruState, { userId }: IruDevice) => (userId === null ? undefined : users.get(userId));

/** Only those that end in `_exact`, ids and the platform compare; all others find what contains their value. */
const FILTERS: Record<string, (state: IruState, device: IruDevice, value: string) => boolean> = {
	user_email_exact: (state, device, value) => assigned(state, device)?.email.toLowerCase() === value.toLowerCase(),
	user_id: (_state, { userId }, value) => userId === value,
	user_email: (state, device, value) => holds(assigned(state, device)?.email, value),
	user_name: (state, device, value) => holds(assigned(state, device)?.name, value),
	user: (state, device, value) => holds(assigned(state, device)?.name, value) || holds(assigned(state, device)?.email, value),
	serial_number: (_state, { serial }, value) => holds(serial, value),
	device_name: (_state, { name }, value) => holds(name, value),
	platform: (_state, { shown }, value) => shown === value,
};

/** A filter that is not known or has no value narrows nothing down. */
function found({ state, query }: IruCall): IruDevice[] {
	const listed = [...state.devices.values()].filter((device) => device.listed);
	if (!state.settings.filters) return listed;
	const asked = Object.entries(FILTERS).flatMap(([name, fits]) => (query.get(name) ? [(device: IruDevice) => fits(state, device, query.get(name)!)] : []));
	return listed.filter((device) => asked.every((fits) => fits(device)));
}

function commands(call: IruCall) {
	const device = deviceOf(call);
	const hidden = call.state.settings.otherCommands === 'empty' && (device.shown === 'Windows' || device.shown === 'Android');
	const all = hidden ? [] : device.commands.filter(({ type }) => type !== 'RemoveManagement');
	const { items, next, previous, limit } = slice(call, all);
	const at = (offset: number | null) => (offset === null ? null : `${call.baseUrl}${call.incoming.path}?limit=${limit}&offset=${offset}`);
	return ok({ device_id: device.id, commands: { count: all.length, next: at(next), previous: at(previous), results: items.map(showCommand) } });
}

function lostMode(call: IruCall) {
	const { id, lostMode: mode } = deviceOf(call);
	if (mode === null) throw refuseWithText(['Device is not in lost mode.']);
	return ok({ device_id: id, lost_mode: showLostMode(mode) });
}

function unlockPin(call: IruCall) {
	const { unlockPin: pin } = deviceOf(call);
	if (pin === null) throw refuse(call.state.settings, 404);
	return ok({ pin });
}

function remove(call: IruCall) {
	removeRecord(call, deviceOf(call));
	return noContent();
}

const readRoute = (ending: string, handle: IruRoute['handle']): IruRoute => ({ method: 'GET', path: `/api/v1/devices/:id${ending}`, needs: `GET /devices/{device_id}${ending}`, handle });

export const deviceRoutes: IruRoute[] = [
	{ method: 'GET', path: '/api/v1/devices', needs: 'GET /devices', handle: (call) => ok(slice(call, found(call)).items.map((device) => showDevice(call.state, call.clock, device))) },
	readRoute('', (call) => ok(showDevice(call.state, call.clock, deviceOf(call)))),
	readRoute('/details', (call) => ok(showDetails(call.state, deviceOf(call)))),
	readRoute('/details/lostmode', lostMode),
	readRoute('/commands', commands),
	readRoute('/secrets/unlockpin', unlockPin),
	{ method: 'DELETE', path: '/api/v1/devices/:id', needs: 'DELETE /devices/{device_id}', handle: remove },
];
