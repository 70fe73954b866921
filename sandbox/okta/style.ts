import type { Clock } from '../clock';
import type { ReplyHeaders } from '../server/message';
import type { VendorStyle } from '../server/style';
import { forbidden, requestIdOf } from './auth/caller';
import { errorReply } from './errors';

const USUAL_LIMIT = 600;
const WINDOW_SECONDS = 60;

const rateHeaders = (limit: number, remaining: number, resetsAt: number): ReplyHeaders => ({
	'X-Rate-Limit-Limit': String(limit),
	'X-Rate-Limit-Remaining': String(remaining),
	'X-Rate-Limit-Reset': String(resetsAt),
});

const NO_SUCH_STATUS: Record<number, Parameters<typeof errorReply>[0]> = { 400: 'E0000001', 401: 'E0000011', 403: 'E0000006', 404: 'E0000007', 429: 'E0000047' };

export function oktaStyle(clock: Clock): VendorStyle {
	const now = () => clock.now() / 1000;
	return {
		notFound: ({ path }) => errorReply('E0000007', { summary: `Not found: Resource not found: ${path.split('/')[4] ?? path} (${path.split('/')[3] === 'users' ? 'User' : 'Resource'})` }),
		unknownMethod: () => errorReply('E0000022'),
		forbidden: (incoming) => forbidden(incoming).reply,
		throttled: (_incoming, { resetInSeconds, retryAfterSeconds, rate }) =>
			errorReply('E0000047', {
				headers: {
					...(rate === undefined ? {} : rateHeaders(rate.limit, 0, rate.resetsAt)),
					...(resetInSeconds === undefined ? {} : rateHeaders(USUAL_LIMIT, 0, Math.ceil(now() + resetInSeconds))),
					...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
				},
			}),
		failed: (_incoming, status) => errorReply(NO_SUCH_STATUS[status] ?? 'E0000009', { status }),
		everyAnswer: (incoming, _reply, rate) => ({
			'X-Okta-Request-Id': requestIdOf(incoming),
			...(rate === undefined ? {} : rate === 'unlimited' ? rateHeaders(USUAL_LIMIT, USUAL_LIMIT - 1, Math.ceil(now() + WINDOW_SECONDS)) : rateHeaders(rate.limit, rate.remaining, rate.resetsAt)),
		}),
	};
}
