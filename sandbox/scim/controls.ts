import type { Arguments, Controls } from '../server/controls';
import { text } from '../server/controls';
import type { ScimAdmin } from './admin';
import { OPERATIONS } from './admin';
import type { AppName } from './applications';

const whom = (given: Arguments) => [text(given, 'app') as AppName, text(given, 'user')] as const;

const shownUser = ({ resource: { password: _password, ...resource }, ...user }: ReturnType<ScimAdmin['user']>) => ({ ...user, resource });

export const controlsOf = (admin: ScimAdmin): Controls => ({
	commands: {
		...Object.fromEntries(OPERATIONS.map((operation) => [operation, (body) => ({ active: admin.operate(operation, ...whom(body)).resource.active })])),
		'sign-in': (body) => admin.signIn(...whom(body)),
	},
	views: {
		user: (query) => shownUser(admin.user(...whom(query))),
		access: (query) => admin.accessOf(...whom(query)),
	},
});
