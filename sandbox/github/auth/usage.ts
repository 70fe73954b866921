import type { Clock } from '../../clock';
import { isRead, Refusal, type Incoming, type Reply, type ReplyHeaders } from '../../server/message';
import { failure } from '../errors';
import type { GitHubState } from '../state';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What an answer says of a request besides its body. */
export interface Facts {
	scopes?: readonly string[];
	acceptedScopes?: string;
	limit?: { limit: number; used: number; resetsAt: number };
}

const known = new WeakMap<Incoming, Facts>();

export function factsOf(incoming: Incoming): Facts {
	const facts = known.get(incoming) ?? {};
	known.set(incoming, facts);
	return facts;
}

export const isGraphql = ({ path }: Incoming) => path === '/graphql';

export const limitHeaders = (incoming: Incoming, limit: number, used: number, resetsAt: number): ReplyHeaders => ({
	'x-ratelimit-limit': String(limit),
	'x-ratelimit-remaining': String(Math.max(0, limit - used)),
	'x-ratelimit-used': String(used),
	'x-ratelimit-reset': String(resetsAt),
	'x-ratelimit-resource': isGraphql(incoming) ? 'graphql' : 'core',
});

/** GraphQL says so with 200. */
export const primaryLimit = (incoming: Incoming, status: number, headers: ReplyHeaders, who = 'this account'): Reply =>
	isGraphql(incoming)
		? { status: 200, headers, body: { errors: [{ type: 'RATE_LIMITED', message: `API rate limit exceeded for ${who}.` }] } }
		: failure(status, `API rate limit exceeded for ${who}.`, { headers, documentation: 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api' });

export const secondaryLimit = (status: number, headers: ReplyHeaders): Reply =>
	failure(status, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', {
		headers,
		documentation: 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits',
	});

export interface Counted {
	/** Requests of the same caller share a limit. */
	who: string;
	limit: number;
}

/** Counts a request against what its caller may make in an hour and in a minute, and refuses it beyond either. */
export function countRequest(state: GitHubState, clock: Clock, incoming: Incoming, { who, limit }: Counted): void {
	const now = clock.elapsed();
	const { hourlyLimit, pointsPerMinute, throttleStatus } = state.settings;
	const key = `${who}/${isGraphql(incoming) ? 'graphql' : 'core'}`;
	const usage = state.usage.get(key) ?? { used: 0, endsAtElapsed: 0, points: 0, minuteEndsAtElapsed: 0 };
	state.usage.set(key, usage);
	if (usage.endsAtElapsed <= now) Object.assign(usage, { used: 0, endsAtElapsed: now + HOUR });
	if (usage.minuteEndsAtElapsed <= now) Object.assign(usage, { points: 0, minuteEndsAtElapsed: now + MINUTE });

	const allowed = hourlyLimit ?? limit;
	const resetsAt = Math.ceil((clock.now() + usage.endsAtElapsed - now) / 1000);
	const exhausted = usage.used >= allowed;
	if (!exhausted) usage.used += 1;
	factsOf(incoming).limit = { limit: allowed, used: usage.used, resetsAt };
	if (exhausted) throw new Refusal(primaryLimit(incoming, throttleStatus, {}, who));

	const points = isRead(incoming) ? 1 : 5;
	if (pointsPerMinute !== null && usage.points + points > pointsPerMinute) {
		throw new Refusal(secondaryLimit(throttleStatus, { 'retry-after': String(Math.max(1, Math.ceil((usage.minuteEndsAtElapsed - now) / 1000))) }));
	}
	usage.points += points;
}
