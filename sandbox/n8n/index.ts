import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import type { N8nAdmin } from './admin';
import { controlsOf, createAdmin } from './admin';
import { authenticate } from './auth';
import { discoverRoutes, projectRoutes } from './routes/projects';
import { thingRoutes } from './routes/things';
import { userRoutes } from './routes/users';
import { foundInstance } from './seed';
import type { N8nSettings } from './settings';
import type { N8nCaller, N8nState } from './state';
import { n8nStyle } from './style';

export { everyScope } from './auth';
export { everyFeature, type N8nSettings } from './settings';
export { LEAVERS_SECRET } from './seed';

export interface N8nOptions extends DoubleOptions {
	settings?: Partial<N8nSettings>;
}

/** The n8n of the company: its public API, as far as people and what they own go. */
export interface N8nDouble extends RunningDouble<N8nState>, N8nAdmin {
	connection: { baseUrl: string; apiKey: string };
	settings: N8nSettings;
	controls: Controls;
}

const routes = [...userRoutes, ...projectRoutes, ...discoverRoutes, ...thingRoutes];

const nobody: N8nCaller = { user: { id: '', email: '', firstName: null, lastName: null, role: '', isPending: true, createdAt: '', updatedAt: '' }, scopes: [] };

export async function startN8n(options: N8nOptions): Promise<N8nDouble> {
	const { clock, settings = {}, staff } = options;
	const { state, apiKey } = foundInstance(clock, settings, staff);
	const running = await startDouble(() => ({ name: 'n8n', state, routes, style: n8nStyle, authenticate, nobody }), options);
	const admin = createAdmin({ state, clock }, running.aboutToChange);
	return { ...running, ...admin, settings: state.settings, connection: { baseUrl: running.url, apiKey }, controls: controlsOf(admin) };
}
