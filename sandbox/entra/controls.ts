import type { Controls } from '../server/controls';
import { optionalText, text } from '../server/controls';
import { OPERATIONS, type EntraAdmin } from './admin';
import type { IntuneAdmin } from './intune/admin';

const shownUser = ({ password: _password, methods, ...user }: ReturnType<EntraAdmin['user']>) => ({ ...user, methods: methods.map(({ collection, isDefault }) => ({ collection, isDefault })) });

export const controlsOf = (admin: EntraAdmin, intune: IntuneAdmin): Controls => ({
	commands: {
		...Object.fromEntries(OPERATIONS.map((operation) => [operation, (body) => ({ accountEnabled: admin.operate(operation, text(body, 'user')).accountEnabled })])),
		'sign-in': (body) => admin.signIn(text(body, 'user')),
		sync: () => admin.sync(),
		'on-premises': (body) => admin.setOnPremises(text(body, 'user'), body.enabled === true),
		'check-in': (body) => {
			const device = intune.find(text(body, 'device'));
			intune.checkIn(device);
			return intune.stateOf(device);
		},
		'device-online': (body) => intune.online(intune.find(text(body, 'device')), body.online === true),
		'device-refuses': (body) => intune.refuseNext(intune.find(text(body, 'device'))),
		approve: (body) => intune.approvals.approve(text(body, 'code'), text(body, 'by'), optionalText(body, 'why')),
		reject: (body) => intune.approvals.reject(text(body, 'code'), text(body, 'by'), text(body, 'why')),
	},
	views: {
		user: (query) => shownUser(admin.user(text(query, 'user'))),
		access: (query) => admin.accessOf(text(query, 'user')),
		devices: () => intune.devices().map((device) => ({ ...device, ...intune.stateOf(device.id), commands: intune.commandsOf(device.id) })),
		approvals: () => intune.approvals.all(),
		mail: (query) => admin.mailTo(text(query, 'to')),
	},
});
