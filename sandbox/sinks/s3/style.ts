import type { VendorStyle } from '../../server/style';
import { errorReply } from './xml';

export const s3Style: VendorStyle = {
	notFound: () => errorReply('NoSuchKey', 'The specified key does not exist.'),
	unknownMethod: ({ method }) => errorReply('MethodNotAllowed', 'The specified method is not allowed against this resource.', { Method: method }),
	forbidden: () => errorReply('AccessDenied', 'Access Denied'),
	throttled: () => errorReply('SlowDown', 'Please reduce your request rate.'),
	failed: (_incoming, status) => errorReply(status === 503 ? 'SlowDown' : 'InternalError', status === 503 ? 'Please reduce your request rate.' : 'We encountered an internal error. Please try again.', {}, status),
	everyAnswer: () => ({ 'x-amz-request-id': 'TX0SANDBOX', 'x-amz-id-2': 'sandbox', server: 'AmazonS3' }),
};
