import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Reply } from '../server/message';
import type { VendorStyle } from '../server/style';
import { refuse } from './errors';

const reply = (status: number, reason: string): Reply => refuse(status, reason).reply;

export function bambooStyle(clock: Clock): VendorStyle {
	const secondsUntil = (resetsAt: number) => Math.max(1, Math.ceil(resetsAt - clock.now() / 1000));
	return {
		notFound: () => reply(404, 'Not found'),
		unknownMethod: () => reply(405, 'Method not allowed'),
		forbidden: () => reply(403, 'You do not have permission'),
		throttled: ({ path }, { retryAfterSeconds, rate }) => {
			const wait = rate === undefined ? retryAfterSeconds : secondsUntil(rate.resetsAt);
			// A trap of this one resource: throttling dressed up as success.
			if (/\/webhooks\/[^/]+\/log$/.test(path)) {
				return { status: 200, body: { error: { code: 429, message: `Over rate limit, please try again in ${wait ?? 60} seconds` } } };
			}
			const refused = reply(429, 'Too many requests');
			return wait === undefined ? refused : { ...refused, headers: { ...refused.headers, 'Retry-After': String(wait) } };
		},
		failed: (_incoming, status) => reply(status, status >= 500 ? 'Service unavailable' : 'Request failed'),
		everyAnswer: () => ({ 'X-Request-Id': randomUUID() }),
	};
}
