import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming, Reply, ReplyHeaders } from '../server/message';
import { header, Refusal } from '../server/message';

const STATUS = {
	BadRequest: 400,
	Request_BadRequest: 400,
	Request_UnsupportedQuery: 400,
	InvalidAuthenticationToken: 401,
	Authorization_RequestDenied: 403,
	ErrorAccessDenied: 403,
	Forbidden: 403,
	ApprovalRequired: 403,
	Request_ResourceNotFound: 404,
	ErrorItemNotFound: 404,
	MailboxNotEnabledForRESTAPI: 404,
	ResourceNotFound: 404,
	Conflict: 409,
	Request_MultipleObjectsWithSameKeyValue: 409,
	PreconditionFailed: 412,
	Locked: 423,
	FailedDependency: 424,
	TooManyRequests: 429,
	InternalServerError: 500,
	BadGateway: 502,
	ServiceUnavailable: 503,
	GatewayTimeout: 504,
	RoleAssignmentDoesNotExist: 400,
	RoleAssignmentExists: 400,
} as const;

export type ErrorCode = keyof typeof STATUS;

const ids = new WeakMap<Incoming, { request: string; client: string }>();

/** The same in the headers of an answer, in its error and in the audit log. */
export function idsOf(incoming: Incoming): { request: string; client: string } {
	const known = ids.get(incoming);
	if (known !== undefined) return known;
	const request = randomUUID();
	const made = { request, client: header(incoming, 'client-request-id') ?? request };
	ids.set(incoming, made);
	return made;
}

export const failure = (code: ErrorCode, message: string, status: number = STATUS[code], headers: ReplyHeaders = {}): Reply => ({ status, headers, body: { error: { code, message } } });

export const refuse = (code: ErrorCode, message: string, headers: ReplyHeaders = {}) => new Refusal(failure(code, message, STATUS[code], headers));

export const badRequest = (message: string) => refuse('Request_BadRequest', message);

export const notFound = (id: string) => refuse('Request_ResourceNotFound', `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`);

export const denied = (message = 'Insufficient privileges to complete the operation.') => refuse('Authorization_RequestDenied', message);

export const mastered = () => badRequest('Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.');

export const methodNotAllowed = () => new Refusal(failure('Request_BadRequest', 'Specified HTTP method is not allowed for the request target.', 405));

/** Puts what tells one failure from another into an error, and leaves every other answer alone. */
export function traced(reply: Reply, incoming: Incoming, clock: Clock): Reply {
	const { error } = (reply.body ?? {}) as { error?: unknown };
	if (typeof error !== 'object' || error === null) return reply;
	const { request, client } = idsOf(incoming);
	const innerError = { date: clock.iso().slice(0, 19), 'request-id': request, 'client-request-id': client };
	return { ...reply, body: { error: { ...error, innerError } } };
}
