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
	exceeded: boolean;
}

export interface RateLimits {
	/** From now on these buckets are enforced; an empty list lifts all limits. */
	set(rules: readonly RateRule[]): void;
	take(incoming: Incoming): RateState | undefined;
}

interface Bucket {
	used: number;
	closesAt: number;
}

export function createRateLimits(clock: Clock, initial: readonly RateRule[] = []): RateLimits {
	let rules = initial;
	let buckets = new Map<RateRule, Bucket>();
	return {
		set: (next) => {
			rules = next;
			buckets = new Map();
		},
		take: ({ path }) => {
			const rule = rules.find((candidate) => candidate.path.test(path));
			if (rule === undefined) return undefined;
			const open = buckets.get(rule);
			const bucket = open !== undefined && open.closesAt > clock.elapsed() ? open : { used: 0, closesAt: clock.elapsed() + rule.windowMs };
			buckets.set(rule, bucket);
			const exceeded = bucket.used >= rule.limit;
			if (!exceeded) bucket.used += 1;
			const resetsAt = Math.ceil((clock.now() + bucket.closesAt - clock.elapsed()) / 1000);
			return { limit: rule.limit, remaining: rule.limit - bucket.used, resetsAt, exceeded };
		},
	};
}
