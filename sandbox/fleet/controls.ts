import type { Clock } from '../clock';
import type { DeviceManagement } from '../devices';
import type { Controls } from '../server/controls';
import { text } from '../server/controls';
import type { FleetAdmin } from './admin';
import { showHost } from './hosts';
import type { FleetState } from './state';

export const controlsOf = (state: FleetState, clock: Clock, admin: FleetAdmin, management: DeviceManagement): Controls => ({
	commands: {
		assign: (body) => management.assign(text(body, 'host'), body['person'] === null ? null : text(body, 'person')),
		online: (body) => management.online(text(body, 'host'), true),
		offline: (body) => management.online(text(body, 'host'), false),
		'check-in': (body) => management.checkIn(text(body, 'host')),
		'refuse-next': (body) => management.refuseNext(text(body, 'host')),
		'type-pin': (body) => admin.typePin(text(body, 'host'), text(body, 'pin')),
	},
	views: {
		host: (query) => showHost(state, admin.host(text(query, 'host')), clock.iso()),
		state: (query) => management.stateOf(text(query, 'host')),
		commands: (query) => management.commandsOf(text(query, 'host')),
		devices: () => management.devices(),
	},
});
