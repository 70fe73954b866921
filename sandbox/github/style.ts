import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming, ReplyHeaders } from '../server/message';
import { header } from '../server/message';
import type { VendorStyle } from '../server/style';
import { API_VERSIONS } from './auth/caller';
import { factsOf, limitHeaders, primaryLimit, secondaryLimit } from './auth/usage';
import { failure } from './errors';
import type { GitHubSettings } from './settings';

const MESSAGES: Record<number, string> = {
	400: 'Bad Request',
	401: 'Bad credentials',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	422: 'Validation Failed',
	500: 'Server Error',
	502: 'Server Error',
	503: 'Service unavailable',
	504: "We couldn't respond to your request in time. Sorry about that. Please try resubmitting your request and contact us if the problem persists.",
};

const isInstallation = (incoming: Incoming) => / ghs_/.test(header(incoming, 'authorization') ?? '');

function requestId(): string {
	const hex = randomUUID().replaceAll('-', '').toUpperCase();
	return [hex.slice(0, 4), hex.slice(4, 10), hex.slice(10, 17), hex.slice(17, 24), hex.slice(24)].join(':');
}

export function gitHubStyle(clock: Clock, settings: GitHubSettings): VendorStyle {
	const inSeconds = (seconds: number) => Math.ceil(clock.now() / 1000) + seconds;
	return {
		notFound: () => failure(404, 'Not Found'),
		unknownMethod: () => failure(404, 'Not Found'),
		forbidden: (incoming) => failure(403, isInstallation(incoming) ? 'Resource not accessible by integration' : 'Resource not accessible by personal access token'),
		throttled: (incoming, { resetInSeconds, retryAfterSeconds, rate }) => {
			const status = settings.throttleStatus;
			if (rate !== undefined) return primaryLimit(incoming, status, limitHeaders(incoming, rate.limit, rate.limit, rate.resetsAt));
			if (resetInSeconds !== undefined) return primaryLimit(incoming, status, limitHeaders(incoming, 5_000, 5_000, inSeconds(resetInSeconds)));
			return secondaryLimit(status, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) });
		},
		failed: (_incoming, status) => failure(status, MESSAGES[status] ?? 'Server Error'),
		everyAnswer: (incoming, _reply, rate): ReplyHeaders => {
			const { scopes, acceptedScopes, limit } = factsOf(incoming);
			const shown = typeof rate === 'object' ? limitHeaders(incoming, rate.limit, rate.limit - rate.remaining, rate.resetsAt) : limit === undefined ? {} : limitHeaders(incoming, limit.limit, limit.used, limit.resetsAt);
			return {
				server: 'github.com',
				'x-github-request-id': requestId(),
				'x-github-media-type': 'github.v3; format=json',
				'x-github-api-version-selected': header(incoming, 'x-github-api-version') ?? API_VERSIONS[0] ?? '',
				...(scopes === undefined ? {} : { 'x-oauth-scopes': scopes.join(', '), 'x-accepted-oauth-scopes': acceptedScopes ?? '' }),
				...(rate === undefined ? {} : shown),
			};
		},
	};
}
