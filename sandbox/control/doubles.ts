import type { Controls } from '../server/controls';
import type { Effect, FaultHandle, Faults } from '../server/faults';
import type { Journal } from '../server/journal';
import type { ControlRoute } from './route';
import { mistake, power } from './route';

interface Steerable {
	faults: Faults;
	journal: Journal;
	latency: { ms: number };
	connection: object;
	settings: object;
	controls: Controls;
}

const shown = ({ id, spec, hits }: FaultHandle) => ({ id, ...spec, ...(spec.path === undefined ? {} : { path: String(spec.path) }), hits });

/** Powers over one double, the same for all. */
export function doubleRoutes(name: string, { faults, journal, latency, settings, controls }: Steerable): ControlRoute[] {
	const chosen = (id: string | undefined) => {
		const fault = faults.active.find((candidate) => candidate.id === id);
		if (fault === undefined) throw mistake('There is no such fault');
		return fault;
	};
	return [
		...Object.entries(controls.commands).map(([command, act]) => power('POST', `/${name}/${command}`, ({ body }) => act(body))),
		...Object.entries(controls.views).map(([view, see]) => power('GET', `/${name}/${view}`, ({ query }) => see(Object.fromEntries(query)))),
		power('GET', `/${name}/journal`, ({ query }) => journal.entries.filter(({ method }) => query.get('method') === null || method === query.get('method'))),
		power('DELETE', `/${name}/journal`, () => journal.clear()),
		power('GET', `/${name}/faults`, () => faults.active.map(shown)),
		power('POST', `/${name}/faults`, ({ body }) => {
			const { method, path, times, after, effect } = body;
			if (typeof effect !== 'object' || effect === null || !('kind' in effect)) throw mistake('effect.kind is required');
			return shown(
				faults.add({
					effect: effect as Effect,
					...(method === undefined ? {} : { method: String(method) }),
					...(path === undefined ? {} : { path: String(path) }),
					...(times === undefined ? {} : { times: Number(times) }),
					...(after === undefined ? {} : { after: Number(after) }),
				}),
			);
		}),
		power('DELETE', `/${name}/faults`, () => faults.clear()),
		power('DELETE', `/${name}/faults/:id`, ({ params }) => chosen(params.id).remove()),
		power('POST', `/${name}/faults/:id/release`, ({ params }) => chosen(params.id).release()),
		power('GET', `/${name}/faults/:id/struck`, async ({ params }) => {
			const { method, url } = await chosen(params.id).struck;
			return { method, url };
		}),
		power('POST', `/${name}/latency`, ({ body }) => {
			latency.ms = Number(body.ms ?? 0);
			return latency;
		}),
		power('GET', `/${name}/settings`, () => settings),
		power('POST', `/${name}/settings`, ({ body }) => Object.assign(settings, body)),
	];
}
