import type { VendorStyle } from '../../server/style';
import { errorReply } from './errors';

export const jiraStyle: VendorStyle = {
	notFound: () => errorReply(404, 'dead link'),
	unknownMethod: () => errorReply(405),
	forbidden: () => errorReply(403),
	throttled: (_incoming, { retryAfterSeconds }) => ({ ...errorReply(429), ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }) }),
	failed: (_incoming, status) => errorReply(status),
	everyAnswer: () => ({ 'x-content-type-options': 'nosniff' }),
};
