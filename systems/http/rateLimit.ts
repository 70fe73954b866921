type Headers = Readonly<Record<string, string>>;

const epochSeconds = 1_000_000_000;

const seconds = (text: string | undefined): number | undefined => {
	if (text === undefined || text.trim() === '') return undefined;
	const value = Number(text);
	return Number.isFinite(value) && value >= 0 ? value : undefined;
};

/** The server's own clock where it tells: reset instants are meant in its time, not in ours. */
const serverNow = (headers: Headers, now: number): number => {
	const date = Date.parse(headers['date'] ?? '');
	return Number.isNaN(date) ? now : date;
};

/** Resets come as an instant in seconds, an instant in milliseconds, or a number of seconds from now. */
const untilReset = (value: number, now: number): number => {
	if (value > epochSeconds * 1_000) return value - now;
	if (value > epochSeconds) return value * 1_000 - now;
	return value * 1_000;
};

/**
 * How long a throttled answer asks us to wait, in milliseconds; undefined when it does not say.
 * The one place that knows the dialects: Retry-After (seconds or date), X-Rate-Limit-Reset (Okta),
 * X-RateLimit-Reset and RateLimit-Reset (others).
 */
export const waitAsked = (headers: Headers, now: Date): number | undefined => {
	const here = serverNow(headers, now.getTime());
	const retryAfter = headers['retry-after'];
	const after = seconds(retryAfter);
	if (after !== undefined) return after * 1_000;
	const date = /[A-Za-z]/.test(retryAfter ?? '') ? Date.parse(retryAfter!) : NaN;
	if (!Number.isNaN(date)) return Math.max(0, date - here);
	// A bucket of size 0 is a concurrency limit; its reset belongs to another bucket and says nothing.
	if (headers['x-rate-limit-limit'] === '0') return undefined;
	const reset = seconds(headers['x-rate-limit-reset'] ?? headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']);
	// Servers round the reset down to a second, so a second is added.
	return reset === undefined ? undefined : Math.max(0, untilReset(reset, here)) + 1_000;
};
