import type { Reply, ReplyHeaders } from '../server/message';
import { Refusal } from '../server/message';

/** The canonical code that goes with each HTTP status. */
const CANONICAL: Record<number, string> = {
	400: 'INVALID_ARGUMENT',
	401: 'UNAUTHENTICATED',
	403: 'PERMISSION_DENIED',
	404: 'NOT_FOUND',
	409: 'ALREADY_EXISTS',
	412: 'FAILED_PRECONDITION',
	429: 'RESOURCE_EXHAUSTED',
	500: 'INTERNAL',
	503: 'UNAVAILABLE',
};

interface Details {
	domain?: string;
	status?: string;
	headers?: ReplyHeaders;
}

export function errorReply(code: number, reason: string, message: string, { domain = 'global', status = CANONICAL[code] ?? 'UNKNOWN', headers = {} }: Details = {}): Reply {
	return { status: code, headers, body: { error: { code, message, errors: [{ domain, reason, message }], status } } };
}

export const refuse = (...said: Parameters<typeof errorReply>) => new Refusal(errorReply(...said));

export const notFound = (what: string) => refuse(404, 'notFound', `Resource Not Found: ${what}`);
export const invalid = (message: string) => refuse(400, 'invalid', message);
export const forbidden = (message = 'Not Authorized to access this resource/API') => refuse(403, 'forbidden', message);
export const duplicate = (message: string) => refuse(409, 'duplicate', message);
export const conditionNotMet = (message: string) => refuse(412, 'conditionNotMet', message);
export const failedPrecondition = (message: string) => refuse(400, 'failedPrecondition', message, { status: 'FAILED_PRECONDITION' });

/** Gmail, Cloud Identity and IAM speak of arguments, the Directory of input. */
export const invalidArgument = (message: string) => refuse(400, 'invalidArgument', message);

/** The token endpoint speaks OAuth. */
export const oauthRefusal = (error: string, description: string, status = 400) =>
	new Refusal({ status, headers: { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' }, body: { error, error_description: description } });
