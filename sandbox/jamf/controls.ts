import type { Controls } from '../server/controls';
import { optionalText, text } from '../server/controls';
import type { JamfAdmin } from './admin';

export const controlsOf = (admin: JamfAdmin): Controls => ({
	commands: {
		'check-in': (body) => admin.management.checkIn(text(body, 'device')),
		online: (body) => admin.management.online(text(body, 'device'), true),
		offline: (body) => admin.management.online(text(body, 'device'), false),
		assign: (body) => admin.management.assign(text(body, 'device'), optionalText(body, 'person') ?? null),
		'refuse-next': (body) => admin.management.refuseNext(text(body, 'device')),
		'defer-next': (body) => admin.deferNext(text(body, 'device')),
		expire: (body) => admin.management.expire(text(body, 'device')),
		'enrol-again': (body) => admin.enrolAgain(text(body, 'device'), optionalText(body, 'person') ?? null),
		unlock: (body) => admin.unlock(text(body, 'device'), text(body, 'pin')),
		'sign-in': (body) => admin.signIn(text(body, 'device'), text(body, 'username')),
	},
	views: {
		devices: () => admin.management.devices(),
		device: (query) => admin.management.stateOf(text(query, 'device')),
		commands: (query) => admin.management.commandsOf(text(query, 'device')),
	},
});
