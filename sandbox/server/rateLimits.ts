import type { Clock } from '../clock';
import type { Incoming } from './message';

export interface RateRule {
	/** Which requests share the bucket. */
	path: RegExp;
	limit: number;
	windowMs: number;
}

export interface RateState {
	limit: number;
	remaining: number;
	/** Epoch seconds by the company's clock. */
	resetsAt: number;
	/** When the bucket is emptied, as `clock.elapsed` counts. */
	closesAt: number;
	exceeded: boolean;
}

export interface RateLimits {
	/** From now on these buckets are enforced; an empty list lifts all limits. */
	set(rules: readonly RateRule[]): void;
	take(incoming: Incoming): RateState | undefined;
	/** Every window there has been, the present one among them. */
	readonly windows: readonly RateWindow[];
}

/** One filling of one bucket. */
export interface RateWindow {
	rule: RateRule;
	/** As `clock.elapsed` counts. */
	closesAt: number;
	used: number;
	refused: number;
}

export function createRateLimits(clock: Clock, initial: readonly RateRule[] = []): RateLimits {
	let rules = initial;
	let open = new Map<RateRule, RateWindow>();
	const windows: RateWindow[] = [];

	const openFor = (rule: RateRule): RateWindow => {
		const now = clock.elapsed();
		const present = open.get(rule);
		if (present !== undefined && present.closesAt > now) return present;
		const next = { rule, closesAt: now + rule.windowMs, used: 0, refused: 0 };
		open.set(rule, next);
		windows.push(next);
		return next;
	};

	return {
		set: (next) => {
			rules = next;
			open = new Map();
		},
		take: ({ path }) => {
			const rule = rules.find((candidate) => candidate.path.test(path));
			if (rule === undefined) return undefined;
			const bucket = openFor(rule);
			const exceeded = bucket.used >= rule.limit;
			bucket[exceeded ? 'refused' : 'used'] += 1;
			const { closesAt, used } = bucket;
			const resetsAt = Math.ceil((clock.now() + closesAt - clock.elapsed()) / 1000);
			return { limit: rule.limit, remaining: rule.limit - used, resetsAt, closesAt, exceeded };
		},
		windows,
	};
}
