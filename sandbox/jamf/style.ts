import type { VendorStyle } from '../server/style';
import { errorReply } from './errors';

export const jamfStyle: VendorStyle = {
	notFound: () => errorReply(404, 'The requested resource was not found'),
	unknownMethod: () => errorReply(405, 'The method is not allowed here'),
	forbidden: (_incoming, needs) => errorReply(403, needs === undefined ? 'Forbidden' : `The privilege ${needs} is missing`),
	throttled: (_incoming, { retryAfterSeconds }) => ({ ...errorReply(429, 'Too many requests'), ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }) }),
	failed: (_incoming, status) => errorReply(status, 'The request could not be processed'),
	everyAnswer: () => ({}),
};
