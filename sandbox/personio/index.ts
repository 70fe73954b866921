import type { Controls } from '../server/controls';
import { optionalText, text } from '../server/controls';
import type { DoubleOptions, RunningDouble } from '../server/double';
import { startDouble } from '../server/double';
import { people } from '../company';
import { authenticateWith, tokenRoutes } from './auth';
import type { Deliveries } from './deliveries';
import { createDeliveries } from './deliveries';
import type { PersonioDesk } from './desk';
import { createDesk } from './desk';
import { personRoutes } from './persons';
import { style } from './problem';
import { foundCompany, idsOf } from './seed';
import type { PersonioSettings } from './settings';
import { HOST } from './shown';
import type { PersonioState } from './state';
import { webhookRoutes } from './webhooks';

export interface PersonioOptions extends DoubleOptions {
	settings?: Partial<PersonioSettings>;
}

export interface PersonioConnection {
	/** Where the double is; clients that know no other address reach it as https://api.personio.de. */
	url: string;
	tokenUrl: string;
	clientId: string;
	clientSecret: string;
	/** What the company has its webhooks send in `Authorization`. */
	webhookToken: string;
}

/** Personio's API v2, for the part of the company whose people HR keeps there. */
export interface PersonioDouble extends RunningDouble<PersonioState>, PersonioDesk {
	connection: PersonioConnection;
	settings: PersonioSettings;
	/** The hosts it stands for. */
	hosts: readonly string[];
	/** Personio's ID of a person, by `person.id`. */
	ids: ReadonlyMap<string, string>;
	deliveries: Deliveries;
	controls: Controls;
}

export async function startPersonio(options: PersonioOptions): Promise<PersonioDouble> {
	const { clock, settings = {}, staff = people } = options;
	const state = foundCompany(clock, settings, staff);
	const deliveries = createDeliveries(state, clock);
	const routes = [...tokenRoutes, ...personRoutes, ...webhookRoutes];
	const running = await startDouble(() => ({ name: 'personio', state, routes, style, authenticate: authenticateWith(clock), nobody: null }), options);
	const desk = createDesk({ state, clock, before: running.aboutToChange, send: deliveries.send });
	return {
		...running,
		...desk,
		settings: state.settings,
		hosts: [HOST],
		ids: idsOf(staff),
		deliveries,
		controls: {
			commands: {
				terminate: (body) => desk.terminate(text(body, 'id'), optionalText(body, 'day')),
				'take-back': (body) => desk.takeBack(text(body, 'id')),
				rehire: (body) => desk.rehire(text(body, 'id'), optionalText(body, 'day')),
			},
			views: { deliveries: () => deliveries.attempts },
		},
		connection: { url: running.url, tokenUrl: `https://${HOST}/v2/auth/token`, clientId: state.client.id, clientSecret: state.client.secret, webhookToken: 'Bearer kestrel-personio-webhook' },
		stop: async () => {
			await deliveries.stop();
			await running.stop();
		},
	};
}
