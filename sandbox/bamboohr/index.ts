import type { Controls } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { authenticateWith } from './auth';
import type { Deliveries } from './deliveries';
import { createDeliveries } from './deliveries';
import { controlsOf } from './controls';
import type { HrDesk } from './hr';
import { createHrDesk } from './hr';
import { gatherNews, nextEffect } from './news';
import { changeRoutes } from './routes/changes';
import { employeeRoutes, singleEmployeeRoutes } from './routes/employees';
import { metaRoutes } from './routes/meta';
import { tableRoutes } from './routes/tables';
import { webhookRoutes } from './routes/webhooks';
import { API_KEY, foundCompany, OTHER_API_KEY } from './seed';
import type { ApiKey, BambooSettings, BambooState } from './state';
import { bambooStyle } from './style';

export interface BambooOptions extends DoubleOptions {
	settings?: Partial<BambooSettings>;
}

export interface BambooConnection {
	/** Stands for https://{companyDomain}.bamboohr.com. */
	baseUrl: string;
	companyDomain: string;
	apiKey: string;
	otherApiKey: string;
}

export interface BambooDouble extends RunningDouble<BambooState>, HrDesk {
	connection: BambooConnection;
	settings: BambooSettings;
	deliveries: Deliveries;
	controls: Controls;
}

const routes = [...changeRoutes, ...employeeRoutes, ...metaRoutes, ...webhookRoutes, ...tableRoutes, ...singleEmployeeRoutes];

const nobody: ApiKey = { key: '', userId: '', employeeId: '', email: '', enabled: false, hiddenFields: [], hiddenEmployees: [] };

/** The legacy gateway serves the same resources under another path. */
const normalisePath = (path: string) => path.replace(/^\/api\/gateway\.php\/[^/]+\/(v\d)/, '/api/$1');

export async function startBambooHr(options: BambooOptions): Promise<BambooDouble> {
	const { clock, settings = {}, staff } = options;
	const state = foundCompany(clock, settings, staff);
	const deliveries = createDeliveries(state, clock);
	let cancelNext = () => {};

	/** Tells the webhooks what is news, and wakes up again when the next row takes effect. */
	const settle = () => {
		gatherNews({ state, clock });
		deliveries.pump();
		cancelNext();
		const next = nextEffect(state, clock.now());
		if (next !== undefined) cancelNext = clock.schedule(next, settle);
	};
	settle();

	const running = await startDouble(() => ({ name: 'bamboohr', state, routes, style: bambooStyle(clock), authenticate: authenticateWith(clock), nobody, normalisePath, settle }), options);
	const desk = createHrDesk({ state, clock }, { before: running.aboutToChange, after: settle });
	return {
		...running,
		...desk,
		deliveries,
		controls: controlsOf(desk, deliveries),
		settings: state.settings,
		connection: { baseUrl: running.url, companyDomain: state.settings.companyDomain, apiKey: API_KEY, otherApiKey: OTHER_API_KEY },
		stop: async () => {
			deliveries.stop();
			await running.stop();
			await deliveries.settled();
		},
	};
}
