import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { serviceKey } from '../server/serviceKey';
import type { OktaAdmin } from './admin';
import { createAdmin } from './admin';
import { authenticateWith } from './auth/caller';
import { tokenRoutes } from './auth/token';
import type { OktaCaller } from './call';
import { controlsOf } from './controls';
import { applyDueRules } from './groups';
import { completeTransitions } from './lifecycle';
import { accessRoutes } from './routes/access';
import { apiTokenRoutes } from './routes/apiTokens';
import { appRoutes } from './routes/apps';
import { deviceRoutes } from './routes/devices';
import { factorRoutes } from './routes/factors';
import { groupRoutes } from './routes/groups';
import { lifecycleRoutes } from './routes/lifecycle';
import { logRoutes } from './routes/logs';
import { roleRoutes } from './routes/roles';
import { ruleRoutes } from './routes/rules';
import { userRoutes } from './routes/users';
import { foundOrg, SCOPES } from './seed/org';
import type { OktaSettings } from './settings';
import type { OktaState } from './state';
import { oktaStyle } from './style';

export interface OktaOptions extends DoubleOptions {
	settings?: Partial<OktaSettings>;
}

export interface OktaConnection {
	orgUrl: string;
	apiToken: string;
	serviceApps: Record<'withDpop' | 'withoutDpop', { clientId: string; privateKey: string; keyId: string; scopes: string[] }>;
}

export interface OktaDouble extends RunningDouble<OktaState>, OktaAdmin {
	connection: OktaConnection;
	settings: OktaSettings;
	/** Okta user ids by employee id, for those who have exactly the account HR knows of. */
	ids: ReadonlyMap<string, string>;
	controls: Controls;
}

const routes = [
	...tokenRoutes,
	...userRoutes,
	...lifecycleRoutes,
	...accessRoutes,
	...factorRoutes,
	...ruleRoutes,
	...groupRoutes,
	...appRoutes,
	...roleRoutes,
	...deviceRoutes,
	...apiTokenRoutes,
	...logRoutes,
];

const nobody: OktaCaller = { id: '', type: 'PublicClientApp', displayName: '', alternateId: '', permissions: new Set(), rank: 0, client: { ip: '', userAgent: '', requestId: '' } };
const system: OktaCaller = { ...nobody, id: 'system', displayName: 'Okta System', alternateId: 'system@okta.com' };

export async function startOkta(options: OktaOptions): Promise<OktaDouble> {
	const { clock, settings = {}, staff } = options;
	const { privateKey, publicJwk } = await serviceKey();
	const { state, ids, apiToken, clients } = foundOrg(clock, publicJwk, settings, staff);
	const catchUp = () => {
		completeTransitions({ state, clock });
		applyDueRules({ state, clock, caller: system });
	};
	const running = await startDouble(() => ({ name: 'okta', state, routes, style: oktaStyle(clock), authenticate: authenticateWith(clock), nobody, catchUp }), options);
	const serviceApp = (clientId: string) => ({ clientId, privateKey, keyId: publicJwk.kid, scopes: SCOPES });
	const admin = createAdmin(state, clock, { catchUp, aboutToChange: running.aboutToChange });
	return {
		...running,
		...admin,
		ids,
		controls: controlsOf(admin),
		settings: state.settings,
		connection: { orgUrl: running.url, apiToken, serviceApps: { withDpop: serviceApp(clients.withDpop), withoutDpop: serviceApp(clients.withoutDpop) } },
	};
}
