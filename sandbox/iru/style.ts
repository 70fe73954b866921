import type { VendorStyle } from '../server/style';
import { errorReply } from './errors';
import type { IruSettings } from './settings';

export const iruStyle = (settings: () => IruSettings): VendorStyle => ({
	notFound: () => errorReply(settings(), 404),
	unknownMethod: () => errorReply(settings(), 405),
	forbidden: () => errorReply(settings(), settings().missingPermission),
	throttled: (_incoming, { retryAfterSeconds }) => ({ ...errorReply(settings(), 429), ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }) }),
	failed: (_incoming, status) => errorReply(settings(), status),
	everyAnswer: () => ({}),
});
