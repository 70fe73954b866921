import type { Controls } from '../server/controls';
import { optionalText, text } from '../server/controls';
import type { DeviceManagement } from '../devices';
import type { IruAdmin } from './admin';

export const controlsOf = (management: DeviceManagement, admin: IruAdmin): Controls => ({
	commands: {
		'check-in': (body) => management.checkIn(text(body, 'device')),
		online: (body) => management.online(text(body, 'device'), true),
		offline: (body) => management.online(text(body, 'device'), false),
		'refuse-next': (body) => management.refuseNext(text(body, 'device')),
		assign: (body) => management.assign(text(body, 'device'), optionalText(body, 'person') ?? null),
		busy: (body) => admin.busy(text(body, 'device')),
	},
	views: {
		devices: () => management.devices(),
		device: (query) => ({ ...management.stateOf(text(query, 'device')), commands: management.commandsOf(text(query, 'device')) }),
	},
});
