import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import type { Incoming } from '../server/message';
import type { JumpCloudAdmin } from './admin';
import { createAdmin } from './admin';
import { authenticateWith, tokenRoutes } from './auth';
import { controlsOf } from './controls';
import { catchUp, jumpCloudItself } from './due';
import { graphRoutes } from './routes/graph';
import { otherRoutes } from './routes/others';
import { userRoutes } from './routes/users';
import { foundCompany } from './seed/company';
import type { JumpCloudSettings } from './settings';
import type { JumpCloudState } from './state';
import { jumpCloudStyle } from './style';

export interface JumpCloudOptions extends DoubleOptions {
	settings?: Partial<JumpCloudSettings>;
}

export interface JumpCloudConnection {
	/** Versions 1 and 2, Insights and the token endpoint are all at this one address. */
	consoleUrl: string;
	insightsUrl: string;
	tokenUrl: string;
	organisationId: string;
	apiKey: string;
	/** Whose key it is: a person's, and it dies with them. */
	administratorEmail: string;
	/** The key of an administrator of several organisations, who has to name one. */
	provider: { apiKey: string; administratorEmail: string };
	clientId: string;
	clientSecret: string;
}

export interface JumpCloudDouble extends RunningDouble<JumpCloudState>, JumpCloudAdmin {
	connection: JumpCloudConnection;
	settings: JumpCloudSettings;
	/** User ids by HR id. */
	ids: ReadonlyMap<string, string>;
	controls: Controls;
}

/** What is asked for stands in the body. */
const ASKS_BY_POST = /^\/insights\/|^\/api\/search\//;

const operationOf = ({ path, method }: Incoming) => ({ path, ...(method === 'POST' && ASKS_BY_POST.test(path) ? { reads: true } : {}) });

const routes = [...tokenRoutes, ...userRoutes, ...graphRoutes, ...otherRoutes];

export async function startJumpCloud(options: JumpCloudOptions): Promise<JumpCloudDouble> {
	const { clock, settings = {}, staff } = options;
	const { state, ids, organisation, administrator, provider, serviceAccount } = foundCompany(clock, settings, staff);
	const upToDate = () => catchUp(state, clock);
	const running = await startDouble(
		() => ({ name: 'jumpcloud', state, routes, style: jumpCloudStyle(() => state.settings), authenticate: authenticateWith(clock), nobody: jumpCloudItself, operationOf, catchUp: upToDate }),
		options,
	);
	const admin = createAdmin(state, clock, { catchUp: upToDate, aboutToChange: running.aboutToChange });
	return {
		...running,
		...admin,
		ids,
		settings: state.settings,
		controls: controlsOf(admin),
		connection: {
			consoleUrl: running.url,
			insightsUrl: running.url,
			tokenUrl: `${running.url}/oauth2/token`,
			organisationId: organisation,
			apiKey: administrator.apiKey,
			administratorEmail: administrator.email,
			provider: { apiKey: provider.apiKey, administratorEmail: provider.email },
			...serviceAccount,
		},
	};
}
