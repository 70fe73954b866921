import { randomUUID } from 'node:crypto';
import type { Reply } from '../server/message';
import { Refusal } from '../server/message';
import { elements } from '../server/xml';

export const NAMESPACES = { iam: 'https://iam.amazonaws.com/doc/2010-05-08/', sts: 'https://sts.amazonaws.com/doc/2011-06-15/' };

const STATUS: Record<string, number> = {
	AccessDenied: 403,
	ConcurrentModification: 409,
	DeleteConflict: 409,
	EntityAlreadyExists: 409,
	EntityTemporarilyUnmodifiable: 409,
	ExpiredToken: 403,
	InvalidClientTokenId: 403,
	LimitExceeded: 409,
	MissingAuthenticationToken: 403,
	NoSuchEntity: 404,
	ReportExpired: 410,
	ReportInProgress: 404,
	ReportNotPresent: 410,
	ServiceFailure: 500,
	SignatureDoesNotMatch: 403,
	Throttling: 400,
};

/** IAM and STS answer in XML, and throttle with 400. */
export function queryError(code: string, message: string, status = STATUS[code] ?? 400): Reply {
	const RequestId = randomUUID();
	return {
		status,
		headers: { 'content-type': 'text/xml', 'x-amzn-requestid': RequestId },
		body: `<ErrorResponse xmlns="${NAMESPACES.iam}">${elements({ Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }, RequestId })}</ErrorResponse>`,
	};
}

/** The JSON services answer 400 to everything that is the caller's fault, also to what is not there. */
export const jsonError = (type: string, message: string, more: Record<string, unknown> = {}, status = type === 'InternalServerException' ? 500 : 400): Reply => ({
	status,
	headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
	body: { __type: type, Message: message, ...more },
});

export const refuse = (...said: Parameters<typeof queryError>) => new Refusal(queryError(...said));
export const refuseJson = (...said: Parameters<typeof jsonError>) => new Refusal(jsonError(...said));

export const noSuchEntity = (message: string) => refuse('NoSuchEntity', message);
export const limitExceeded = (quota: string, limit: number) => refuse('LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`);
export const deleteConflict = (what: string) => refuse('DeleteConflict', `Cannot delete entity, must ${what} first.`);
export const invalid = (field: string, value: string, rule: string) => refuse('ValidationError', `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ${rule}`);
