import type { ReplyHeaders } from '../../server/message';
import { Refusal, type Reply } from '../../server/message';
import { elements, escaped, type Xml } from '../../server/xml';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export const xml = (root: string, content: Xml | string, status = 200, headers: ReplyHeaders = {}): Reply => ({
	status,
	headers: { 'content-type': 'application/xml', ...headers },
	body: `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${typeof content === 'string' ? escaped(content) : elements(content)}</${root}>`,
});

const STATUS: Record<string, number> = {
	AccessDenied: 403,
	AuthorizationHeaderMalformed: 400,
	BadDigest: 400,
	EntityTooSmall: 400,
	InternalError: 500,
	InvalidAccessKeyId: 403,
	InvalidArgument: 400,
	InvalidPart: 400,
	InvalidRequest: 400,
	MalformedXML: 400,
	MethodNotAllowed: 405,
	NoSuchBucket: 404,
	NoSuchKey: 404,
	NoSuchObjectLockConfiguration: 404,
	NoSuchUpload: 404,
	NoSuchVersion: 404,
	PreconditionFailed: 412,
	RequestTimeTooSkewed: 403,
	SignatureDoesNotMatch: 403,
	SlowDown: 503,
	XAmzContentSHA256Mismatch: 400,
};

export const errorReply = (code: string, message: string, more: Xml = {}, status = STATUS[code] ?? 400): Reply => ({
	status,
	headers: { 'content-type': 'application/xml' },
	body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements({ Code: code, Message: message, ...more, RequestId: 'TX0SANDBOX', HostId: 'sandbox' })}</Error>`,
});

export const refuse = (code: string, message: string, more: Xml = {}): never => {
	throw new Refusal(errorReply(code, message, more));
};
