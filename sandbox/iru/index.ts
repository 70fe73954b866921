import type { DeviceManagement } from '../devices';
import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import type { RateRule } from '../server/rateLimits';
import type { IruAdmin } from './admin';
import { createAdmin } from './admin';
import { authenticate } from './auth';
import { catchUp } from './commands';
import { controlsOf } from './controls';
import { createManagement } from './management';
import { actionRoutes } from './routes/actions';
import { deviceRoutes } from './routes/devices';
import { foundCompany } from './seed/company';
import type { IruSettings } from './settings';
import type { IruState, IruToken } from './state';
import { iruStyle } from './style';

export { lookalike } from './seed/company';

export interface IruOptions extends DoubleOptions {
	settings?: Partial<IruSettings>;
}

export interface IruConnection {
	/** Stands for https://{sub}.api.kandji.io; paths begin with /api/v1. */
	url: string;
	token: string;
	/** The token of somebody who ticked nothing but lists and details. */
	readerToken: string;
}

export interface IruDouble extends RunningDouble<IruState>, IruAdmin {
	connection: IruConnection;
	settings: IruSettings;
	management: DeviceManagement;
	controls: Controls;
}

/** What the vendor lets every customer ask in an hour. */
const HOURLY: readonly RateRule[] = [{ path: /^\/api\/v1\//, limit: 10_000, windowMs: 3_600_000 }];

const routes = [...deviceRoutes, ...actionRoutes];
const permissions = routes.flatMap(({ needs }) => (needs === undefined ? [] : [needs]));
const nobody: IruToken = { value: '', permissions: [] };

export async function startIru(options: IruOptions): Promise<IruDouble> {
	const { clock, settings = {}, rateLimits = [] } = options;
	const { state, token, reader } = foundCompany(clock, settings, permissions);
	const scene = { state, clock };
	const upToDate = () => catchUp(scene);
	const running = await startDouble(
		() => ({ name: 'iru', state, routes, style: iruStyle(() => state.settings), authenticate, nobody, catchUp: upToDate }),
		{ ...options, rateLimits: rateLimits.length === 0 ? HOURLY : rateLimits },
	);
	const frame = { catchUp: upToDate, aboutToChange: running.aboutToChange };
	const management = createManagement(scene, frame);
	const admin = createAdmin(scene, token, frame);
	return {
		...running,
		...admin,
		management,
		settings: state.settings,
		controls: controlsOf(management, admin),
		connection: { url: running.url, token: token.value, readerToken: reader.value },
	};
}
