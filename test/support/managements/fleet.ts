import { startFleet } from '../../../sandbox/fleet';
import { fleetSystem } from '../../../systems/fleet';
import { apiUrl } from '../../../systems/fleet/address';
import { overAxios, type Management } from './management';

export const fleet: Management = {
	id: 'fleet',
	orders: { method: '(POST|DELETE)', path: /\/hosts\/\d+\/(lock|wipe|mdm)$/ },
	platforms: ['windows', 'macos', 'ios', 'android', 'linux'],
	lockable: 'macos',
	wipeable: 'windows',
	retirable: 'macos',
	showsRetired: false,
	start: async (clock) => {
		const double = await startFleet({ clock });
		const { management, connection } = double;
		return {
			double,
			management,
			system: (patience) => fleetSystem(patience(overAxios('Fleet', apiUrl(connection.url), () => ({ authorization: `Bearer ${connection.token}` })))),
			unlock: (id) => {
				const pin = management.pinOf(id);
				if (pin !== null) double.typePin(id, pin);
			},
		};
	},
};
