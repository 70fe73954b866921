import type { Clock } from '../clock';
import type { Person } from '../company';
import type { Journal } from './journal';
import { createJournal } from './journal';
import type { Faults } from './faults';
import { createFaults } from './faults';
import type { RateLimits, RateRule } from './rateLimits';
import { createRateLimits } from './rateLimits';
import type { Incoming } from './message';
import type { Route } from './router';
import type { VendorStyle } from './style';
import { createExchange } from './exchange';
import { listen } from './listener';

export interface Definition<State, Caller> {
	name: string;
	/** Plain data only: lagging and lying answers work on structured clones of it. */
	state: State;
	routes: readonly Route<State, Caller>[];
	style: VendorStyle;
	/** Throws a Refusal, or says who is calling. Not asked for open routes, which get `nobody`. */
	authenticate(incoming: Incoming, state: State, needs: string | undefined): Caller | Promise<Caller>;
	nobody: Caller;
	normalisePath?(path: string): string;
	/** What a request asks for and whether it changes anything, where all of them are sent the same way to the same place. */
	operationOf?(incoming: Incoming): Pick<Incoming, 'path' | 'reads'>;
	/** Brings the state up to date with the clock before a request is looked at. */
	catchUp?(state: State): void;
	/** Called after a request may have changed the state. */
	settle?(): void;
}

export interface DoubleOptions {
	clock: Clock;
	port?: number;
	latencyMs?: number;
	rateLimits?: readonly RateRule[];
	/** Who works at the company; the seventy-five unless said. */
	staff?: readonly Person[];
}

/** What every double offers, whatever it doubles. */
export interface RunningDouble<State> {
	name: string;
	url: string;
	port: number;
	state: State;
	journal: Journal;
	faults: Faults;
	rateLimits: RateLimits;
	latency: { ms: number };
	/** To be called before the state is changed from inside the process, so that lagging reads lag behind that as well. */
	aboutToChange(): void;
	stop(): Promise<void>;
}

export async function startDouble<State, Caller>(
	define: (baseUrl: string) => Definition<State, Caller>,
	{ clock, port = 0, latencyMs = 0, rateLimits: rules = [] }: DoubleOptions,
): Promise<RunningDouble<State>> {
	const journal = createJournal(clock);
	const faults = createFaults<State>(clock);
	const rateLimits = createRateLimits(clock, rules);
	const latency = { ms: latencyMs };
	const listener = await listen(port, clock);
	const definition = define(listener.url);
	const exchange = createExchange({ definition, clock, faults, rateLimits, latency, baseUrl: listener.url });
	const { normalisePath = (path: string) => path, operationOf = ({ path }: Incoming) => ({ path: normalisePath(path) }) } = definition;
	listener.serve({ exchange, journal, operationOf });
	return {
		name: definition.name,
		url: listener.url,
		port: listener.port,
		state: definition.state,
		journal,
		faults,
		rateLimits,
		latency,
		aboutToChange: () => faults.beforeChange(() => structuredClone(definition.state)),
		stop: async () => {
			faults.clear();
			await listener.stop();
		},
	};
}
