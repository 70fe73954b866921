import type { VendorStyle } from '../../server/style';
import { errorReply } from './errors';

export const serviceNowStyle: VendorStyle = {
	notFound: () => errorReply(400, ['Requested URI does not represent any resource', '']),
	unknownMethod: () => errorReply(405),
	forbidden: () => errorReply(403),
	throttled: (_incoming, { retryAfterSeconds, resetInSeconds }) => ({
		...errorReply(429),
		headers: { ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }), ...(resetInSeconds === undefined ? {} : { 'x-ratelimit-reset': String(resetInSeconds) }) },
	}),
	failed: (_incoming, status) => errorReply(status),
	everyAnswer: () => ({ 'x-is-logged-in': 'true' }),
};
