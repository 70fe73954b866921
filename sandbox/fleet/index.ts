import type { DeviceManagement } from '../devices';
import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import type { Incoming } from '../server/message';
import type { FleetAdmin } from './admin';
import { createAdmin } from './admin';
import { authenticate, nobody } from './auth';
import { controlsOf } from './controls';
import { catchUp } from './device';
import { createManagement } from './management';
import { actionRoutes } from './routes/actions';
import { evidenceRoutes } from './routes/evidence';
import { hostRoutes } from './routes/hosts';
import type { Part } from './seed/company';
import { foundCompany } from './seed/company';
import type { FleetSettings } from './settings';
import type { FleetState } from './state';
import { fleetStyle } from './style';

export interface FleetOptions extends DoubleOptions {
	settings?: Partial<FleetSettings>;
}

export interface FleetConnection {
	url: string;
	/** Of an API-only user who maintains all teams. */
	token: string;
	/** Of one who may only read. */
	observerToken: string;
}

export interface FleetDouble extends RunningDouble<FleetState>, FleetAdmin {
	connection: FleetConnection;
	settings: FleetSettings;
	management: DeviceManagement;
	/** The seeded hosts that have a part to play, by host id. */
	parts: Readonly<Record<Part, string>>;
	controls: Controls;
}

const routes = [...hostRoutes, ...actionRoutes, ...evidenceRoutes];

/** Both spellings are one API. */
const operationOf = ({ path }: Incoming) => ({ path: path.replace(/^\/api\/latest\//, '/api/v1/') });

export async function startFleet(options: FleetOptions): Promise<FleetDouble> {
	const { clock, settings = {} } = options;
	const { state, maintainer, observer, teamId, parts } = foundCompany(clock, settings);
	const upToDate = () => catchUp(state, clock);
	const running = await startDouble(() => ({ name: 'fleet', state, routes, style: fleetStyle(clock), authenticate, nobody, operationOf, catchUp: upToDate }), options);
	const frame = { catchUp: upToDate, aboutToChange: running.aboutToChange };
	const admin = createAdmin(state, clock, frame, teamId);
	const management = createManagement(state, clock, frame, teamId);
	return {
		...running,
		...admin,
		parts,
		management,
		settings: state.settings,
		controls: controlsOf(state, clock, admin, management),
		connection: { url: running.url, token: maintainer.token, observerToken: observer.token },
	};
}
