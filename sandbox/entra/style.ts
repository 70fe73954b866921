import type { Clock } from '../clock';
import type { Incoming, Reply, ReplyHeaders } from '../server/message';
import type { VendorStyle } from '../server/style';
import { loginFailure } from './auth/login';
import { denied, failure, idsOf, methodNotAllowed, notFound, traced, type ErrorCode } from './errors';

const isLogin = ({ path }: Incoming) => path.endsWith('/oauth2/v2.0/token');

const CODES: Record<number, ErrorCode> = {
	400: 'Request_BadRequest',
	401: 'InvalidAuthenticationToken',
	403: 'Authorization_RequestDenied',
	404: 'Request_ResourceNotFound',
	409: 'Conflict',
	412: 'PreconditionFailed',
	423: 'Locked',
	429: 'TooManyRequests',
	500: 'InternalServerError',
	502: 'BadGateway',
	503: 'ServiceUnavailable',
	504: 'GatewayTimeout',
};

const MESSAGES: Partial<Record<number, string>> = {
	403: 'Insufficient privileges to complete the operation.',
	503: 'The service is temporarily unavailable. Please try again later.',
	504: 'The server, while acting as a proxy, did not receive a timely response from the upstream server.',
};

/** The object a path speaks of. */
const objectOf = ({ path }: Incoming) => path.split('/').filter((segment) => /^[0-9a-f-]{36}$|@/.test(segment)).at(-1) ?? path;

export function entraStyle(clock: Clock): VendorStyle {
	const throttled = (incoming: Incoming, headers: ReplyHeaders): Reply =>
		isLogin(incoming)
			? loginFailure(incoming, clock, 429, 'temporarily_unavailable', 90055, 'The server has too many requests.', headers)
			: traced(failure('TooManyRequests', 'Too many requests.', 429, headers), incoming, clock);
	return {
		notFound: (incoming) => traced(notFound(objectOf(incoming)).reply, incoming, clock),
		unknownMethod: (incoming) => traced(methodNotAllowed().reply, incoming, clock),
		forbidden: (incoming) => traced(denied().reply, incoming, clock),
		throttled: (incoming, { resetInSeconds, retryAfterSeconds, rate }) => {
			const seconds = retryAfterSeconds ?? resetInSeconds ?? (rate === undefined ? undefined : Math.max(1, Math.ceil(rate.resetsAt - clock.now() / 1000)));
			return throttled(incoming, seconds === undefined ? {} : { 'Retry-After': String(seconds) });
		},
		failed: (incoming, status) =>
			isLogin(incoming)
				? loginFailure(incoming, clock, status, status >= 500 ? 'temporarily_unavailable' : 'invalid_request', 90033, 'A transient error has occurred. Please try again.')
				: traced(failure(CODES[status] ?? 'InternalServerError', MESSAGES[status] ?? 'The request could not be processed.', status), incoming, clock),
		everyAnswer: (incoming): ReplyHeaders => {
			const { request, client } = idsOf(incoming);
			if (isLogin(incoming)) return { 'x-ms-request-id': request, 'client-request-id': client };
			const diagnostic = { ServerInfo: { DataCenter: 'Sandbox', Slice: 'E', Ring: '5', ScaleUnit: '001', RoleInstance: 'SB01' } };
			return { 'request-id': request, 'client-request-id': client, 'x-ms-ags-diagnostic': JSON.stringify(diagnostic) };
		},
	};
}
