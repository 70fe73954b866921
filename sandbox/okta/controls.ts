import type { Controls } from '../server/controls';
import { text } from '../server/controls';
import type { OktaAdmin } from './admin';
import { OPERATIONS } from './lifecycle';

export const controlsOf = (admin: OktaAdmin): Controls => ({
	commands: {
		...Object.fromEntries(OPERATIONS.map((operation) => [operation.replace('_', '-'), (body) => ({ status: admin.operate(operation, text(body, 'user')).status })])),
		'sign-in': (body) => admin.signIn(text(body, 'user')),
	},
	views: {
		user: (query) => admin.user(text(query, 'user')),
		access: (query) => admin.accessOf(text(query, 'user')),
	},
});
