import type { Controls } from '../server/controls';
import { text } from '../server/controls';
import type { GoogleAdmin } from './admin';
import { OPERATIONS } from './admin';

export const controlsOf = (admin: GoogleAdmin): Controls => ({
	commands: {
		...Object.fromEntries(
			OPERATIONS.map((operation) => [
				operation.replaceAll('_', '-'),
				(body) => {
					const { id } = admin.operate(operation, text(body, 'user'));
					return { status: admin.accessOf(id).status };
				},
			]),
		),
		'sign-in': (body) => admin.signIn(text(body, 'user')),
	},
	views: {
		user: (query) => admin.user(text(query, 'user')),
		access: (query) => admin.accessOf(text(query, 'user')),
	},
});
