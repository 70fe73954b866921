import type { IruCall } from './call';
import { refuse } from './errors';
import type { IruDevice } from './state';

export function deviceOf({ state, params }: Pick<IruCall, 'state' | 'params'>): IruDevice {
	const device = state.devices.get(params['id'] ?? '');
	if (device?.listed !== true) throw refuse(state.settings, 404);
	return device;
}
