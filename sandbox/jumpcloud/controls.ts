import type { Controls } from '../server/controls';
import { text } from '../server/controls';
import type { JumpCloudAdmin } from './admin';
import { showUser } from './users';

export const controlsOf = (admin: JumpCloudAdmin): Controls => ({
	commands: {
		suspend: (body) => ({ state: admin.setState(text(body, 'user'), 'SUSPENDED').state }),
		activate: (body) => ({ state: admin.setState(text(body, 'user'), 'ACTIVATED').state }),
		'sign-in': (body) => admin.signIn(text(body, 'user')),
		'check-in': (body) => admin.checkIn(text(body, 'device')),
		sync: () => admin.sync(),
		'remove-administrator': (body) => admin.removeAdministrator(text(body, 'email')),
	},
	views: {
		user: (query) => showUser(admin.user(text(query, 'user'))),
		access: (query) => admin.accessOf(text(query, 'user')),
	},
});
