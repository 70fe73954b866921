import { startIru } from '../../../sandbox/iru';
import { iruSystem } from '../../../systems/iru';
import { apiUrl } from '../../../systems/iru/address';
import { overAxios, type Management } from './management';

export const iru: Management = {
	id: 'iru',
	orders: { method: '(POST|DELETE)', path: /\/devices\/[^/]+(\/action\/(lock|enablelostmode|erase))?$/ },
	platforms: ['windows', 'macos', 'ios', 'android'],
	lockable: 'macos',
	wipeable: 'macos',
	// Of what Apple makes, nothing shows that it is the person's own.
	retirable: 'android',
	showsRetired: false,
	start: async (clock) => {
		const double = await startIru({ clock });
		const { management, connection } = double;
		return {
			double,
			management,
			system: (patience) => iruSystem(patience(overAxios('Iru', apiUrl(connection.url), () => ({ authorization: `Bearer ${connection.token}` })))),
			unlock: (id) => {
				const pin = management.pinOf(id);
				if (pin !== null) double.unlock(id, pin);
			},
		};
	},
};
