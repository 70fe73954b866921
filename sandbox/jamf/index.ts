import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import type { JamfAdmin } from './admin';
import { createAdmin } from './admin';
import { authenticateWith, tokenRoutes } from './auth';
import { catchUp } from './commands';
import { controlsOf } from './controls';
import { commandRoutes } from './routes/commands';
import { computerRoutes } from './routes/computers';
import { mobileRoutes } from './routes/mobiles';
import { serverRoutes } from './routes/server';
import { foundCompany } from './seed/company';
import type { JamfSettings } from './settings';
import type { ApiClient, JamfState } from './state';
import { jamfStyle } from './style';

export { NAMESAKE } from './seed/company';

export interface JamfOptions extends DoubleOptions {
	settings?: Partial<JamfSettings>;
}

export interface JamfConnection {
	url: string;
	clientId: string;
	clientSecret: string;
	/** A second client of the API, which may look at everything and send nothing. */
	reader: { clientId: string; clientSecret: string };
}

export interface JamfDouble extends RunningDouble<JamfState>, JamfAdmin {
	connection: JamfConnection;
	settings: JamfSettings;
	controls: Controls;
}

const routes = [...tokenRoutes, ...serverRoutes, ...computerRoutes, ...mobileRoutes, ...commandRoutes];

const nobody: ApiClient = { clientId: '', clientSecret: '', privileges: [] };

const credentialsOf = ({ clientId, clientSecret }: ApiClient) => ({ clientId, clientSecret });

export async function startJamf(options: JamfOptions): Promise<JamfDouble> {
	const { clock, settings = {} } = options;
	const { state, client, reader } = foundCompany(clock, settings);
	const scene = { state, clock };
	const running = await startDouble(() => ({ name: 'jamf', state, routes, style: jamfStyle, authenticate: authenticateWith(clock), nobody, catchUp: () => catchUp(scene) }), options);
	const admin = createAdmin(scene, running.aboutToChange);
	return {
		...running,
		...admin,
		settings: state.settings,
		controls: controlsOf(admin),
		connection: { url: running.url, ...credentialsOf(client), reader: credentialsOf(reader) },
	};
}
