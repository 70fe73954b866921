import type { VendorStyle } from '../server/style';
import { insufficientScope } from './auth/caller';
import { errorReply } from './errors';

const REASONS: Record<number, [reason: string, message: string]> = {
	400: ['badRequest', 'Bad Request'],
	401: ['authError', 'Invalid Credentials'],
	403: ['forbidden', 'Not Authorized to access this resource/API'],
	404: ['notFound', 'Not Found'],
	409: ['duplicate', 'Entity already exists.'],
	412: ['conditionNotMet', 'Precondition Failed'],
	429: ['rateLimitExceeded', 'Quota exceeded for quota metric and limit.'],
	500: ['internalError', 'Internal error encountered.'],
	503: ['backendError', 'The service is currently unavailable.'],
};

const QUOTA = 'Quota exceeded for quota metric \'Queries\' and limit \'Queries per minute per user\' of service \'admin.googleapis.com\'.';

export const googleStyle: VendorStyle = {
	notFound: () => errorReply(404, 'notFound', 'Not Found'),
	unknownMethod: () => errorReply(404, 'notFound', 'Not Found'),
	forbidden: (_incoming, needs) => insufficientScope(needs ?? ''),
	// Google says that it throttles, and not when to come back. The Directory words an exhausted quota as 403.
	throttled: (incoming, { retryAfterSeconds, rate }) =>
		rate !== undefined && incoming.path.startsWith('/admin/')
			? errorReply(403, 'userRateLimitExceeded', QUOTA, { domain: 'usageLimits' })
			: errorReply(429, 'rateLimitExceeded', QUOTA, { domain: 'usageLimits', headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) } }),
	failed: (_incoming, status) => {
		const [reason, message] = REASONS[status] ?? ['internalError', 'Internal error encountered.'];
		return errorReply(status, reason, message);
	},
	everyAnswer: () => ({ vary: 'Origin, X-Origin, Referer' }),
};
