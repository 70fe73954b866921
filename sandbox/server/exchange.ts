import type { Clock } from '../clock';
import { pause } from './deferred';
import type { Definition } from './double';
import type { FaultSwitchboard } from './faults';
import type { Incoming, Reply } from './message';
import { isRead, Refusal } from './message';
import type { Outcome, Proceed } from './outcome';
import { strike } from './outcome';
import type { RateLimits, RateState } from './rateLimits';
import type { Match } from './router';
import { createRouter } from './router';

export interface Exchanged {
	outcome: Outcome;
	headers: Record<string, string | string[]>;
	fault: string | undefined;
	/** Until when it was refused for being over a limit, as `clock.elapsed` counts. */
	throttledUntil: number | undefined;
}

export type Exchange = (incoming: Incoming) => Promise<Exchanged>;

interface Parts<State, Caller> {
	definition: Definition<State, Caller>;
	clock: Clock;
	faults: FaultSwitchboard<State>;
	rateLimits: RateLimits;
	latency: { ms: number };
	baseUrl: string;
}

/** Turns one request into one outcome: latency, faults, routing, rate limit, authentication, handler. */
export function createExchange<State, Caller>({ definition, clock, faults, rateLimits, latency, baseUrl }: Parts<State, Caller>): Exchange {
	const { style, state, routes } = definition;
	const router = createRouter(routes);

	async function handle({ route, params }: Match<State, Caller>, incoming: Incoming, target: 'live' | 'copy'): Promise<Reply> {
		definition.catchUp?.(state);
		const caller = route.open === true ? definition.nobody : await definition.authenticate(incoming, state, route.needs);
		if (route.open !== true && !isRead(incoming)) faults.beforeChange(() => structuredClone(state));
		const seen = target === 'copy' ? structuredClone(state) : (faults.staleState(incoming) ?? state);
		const reply = await route.handle({ incoming, state: seen, params, query: incoming.query, caller, clock, baseUrl });
		if (!isRead(incoming) && target === 'live') definition.settle?.();
		return reply;
	}

	const caught = async (work: () => Promise<Reply>, incoming: Incoming): Promise<Reply> => {
		try {
			return await work();
		} catch (error) {
			if (error instanceof Refusal) return error.reply;
			const { body } = style.failed(incoming, 500);
			return { status: 500, headers: { 'x-sandbox-bug': String(error).replaceAll(/[^\x20-\x7e]/g, ' ') }, body };
		}
	};

	return async (incoming) => {
		if (latency.ms > 0) await pause(latency.ms);
		const match = router.find(incoming);
		const needs = typeof match === 'string' ? undefined : match.route.needs;
		let rate: RateState | undefined;
		const proceed: Proceed = async (target) => {
			rate = rateLimits.take(incoming);
			if (rate?.exceeded === true) return style.throttled(incoming, { rate });
			if (match === 'unknown-path') return style.notFound(incoming);
			if (match === 'unknown-method') return style.unknownMethod(incoming);
			return await caught(() => handle(match, incoming, target), incoming);
		};
		const fault = faults.match(incoming);
		const outcome: Outcome =
			fault === undefined
				? { kind: 'reply', reply: await proceed('live'), faulty: false }
				: await strike(fault, incoming, proceed, style, needs);
		const reply = 'reply' in outcome ? outcome.reply : { status: 0 };
		const made = outcome.kind === 'reply' && outcome.faulty;
		return { outcome, headers: style.everyAnswer(incoming, reply, made ? undefined : (rate ?? 'unlimited')), fault: fault?.effect.kind, throttledUntil: rate?.exceeded === true ? rate.closesAt : undefined };
	};
}
