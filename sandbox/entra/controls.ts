import type { Controls } from '../server/controls';
import { text } from '../server/controls';
import { OPERATIONS, type EntraAdmin } from './admin';

const shownUser = ({ password: _password, methods, ...user }: ReturnType<EntraAdmin['user']>) => ({ ...user, methods: methods.map(({ collection, isDefault }) => ({ collection, isDefault })) });

export const controlsOf = (admin: EntraAdmin): Controls => ({
	commands: {
		...Object.fromEntries(OPERATIONS.map((operation) => [operation, (body) => ({ accountEnabled: admin.operate(operation, text(body, 'user')).accountEnabled })])),
		'sign-in': (body) => admin.signIn(text(body, 'user')),
		sync: () => admin.sync(),
		'on-premises': (body) => admin.setOnPremises(text(body, 'user'), body.enabled === true),
		'check-in': (body) => admin.checkIn(text(body, 'device')),
	},
	views: {
		user: (query) => shownUser(admin.user(text(query, 'user'))),
		access: (query) => admin.accessOf(text(query, 'user')),
		mail: (query) => admin.mailTo(text(query, 'to')),
	},
});
