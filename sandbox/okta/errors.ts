import { randomBytes } from 'node:crypto';
import type { Reply, ReplyHeaders } from '../server/message';
import { Refusal } from '../server/message';

const STATUS = {
	E0000001: 400,
	E0000003: 400,
	E0000004: 401,
	E0000006: 403,
	E0000007: 404,
	E0000009: 500,
	E0000011: 401,
	E0000016: 403,
	E0000022: 405,
	E0000031: 400,
	E0000038: 403,
	E0000047: 429,
	E0000090: 409,
	E0000093: 400,
	E0000124: 400,
	E0000125: 400,
} as const;

export type ErrorCode = keyof typeof STATUS;

const SUMMARY: Record<ErrorCode, string> = {
	E0000001: 'Api validation failed',
	E0000003: 'The request body was not well-formed.',
	E0000004: 'Authentication failed',
	E0000006: 'You do not have permission to perform the requested action',
	E0000007: 'Not found: Resource not found',
	E0000009: 'Internal Server Error',
	E0000011: 'Invalid token provided',
	E0000016: 'Activation failed because the user is already active',
	E0000022: 'The endpoint does not support the provided HTTP method',
	E0000031: 'Invalid search criteria.',
	E0000038: "This operation is not allowed in the user's current status.",
	E0000047: 'API call exceeded rate limit due to too many requests.',
	E0000090: 'Duplicate role assignment exception.',
	E0000093: 'The number of group IDs exceeds the limit',
	E0000124: 'Could not create user. To create a user and expire their password immediately, "activate" must be true',
	E0000125: 'Could not create user. To create a user and expire their password immediately, a password must be specified',
};

interface Details {
	summary?: string;
	causes?: string[];
	headers?: ReplyHeaders;
	status?: number;
}

export function errorReply(code: ErrorCode, { summary = SUMMARY[code], causes = [], headers = {}, status = STATUS[code] }: Details = {}): Reply {
	const errorCauses = causes.map((errorSummary) => ({ errorSummary }));
	const errorId = `oae${randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
	return { status, headers, body: { errorCode: code, errorSummary: summary, errorLink: code, errorId, errorCauses } };
}

export const refuse = (code: ErrorCode, details: Details = {}) => new Refusal(errorReply(code, details));

export const invalid = (field: string, ...causes: string[]) => refuse('E0000001', { summary: `Api validation failed: ${field}`, causes });

export const notFound = (id: string, type: string) => refuse('E0000007', { summary: `Not found: Resource not found: ${id} (${type})` });

/** The token endpoint speaks OAuth, not Okta. */
export const oauthRefusal = (error: string, description: string, { status = 400, headers = {} }: { status?: number; headers?: ReplyHeaders } = {}) =>
	new Refusal({ status, headers: { 'cache-control': 'no-cache, no-store', ...headers }, body: { error, error_description: description } });
