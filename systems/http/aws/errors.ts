import { redact } from '../../../ledger/secrets';
import { Problem, type ProblemCode } from '../../../lifecycle/problem';
import type { HttpResponse } from '../types';
import { readXml } from './xml';

export interface AwsError {
	/** Without the "Exception" that some services put behind it; null where the answer is none of AWS's. */
	code: string | null;
	message: string | null;
	/** What kind of conflict it is, where a service has several. */
	reason: string | null;
	requestId: string | null;
}

type Fields = { readonly [name: string]: unknown };
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);

const bare = (code: string | null): string | null => (code === null ? null : /^[\w.:/#-]{1,200}$/.test(code) ? code.replace(/^.*#/, '').replace(/:.*$/, '').replace(/Exception$/, '') : null);

const wordsIn = (text: string): unknown => {
	try {
		return text.startsWith('{') ? JSON.parse(text) : readXml(text).value;
	} catch {
		return '';
	}
};

/** Query services word their errors in XML, JSON services in JSON; both send the id of the request in a header as well. */
export const awsErrorOf = ({ body, headers }: HttpResponse): AwsError => {
	const answer = fieldsOf(typeof body === 'string' ? wordsIn(body) : body);
	const error = fieldsOf(answer['Error']);
	return {
		code: bare(textOrNull(error['Code']) ?? textOrNull(answer['__type']) ?? textOrNull(headers['x-amzn-errortype'])),
		message: textOrNull(error['Message'] ?? answer['message'] ?? answer['Message']),
		reason: textOrNull(answer['Reason']),
		requestId: textOrNull(answer['RequestId']) ?? requestIdIn(headers),
	};
};

export const requestIdIn = (headers: Readonly<Record<string, string>>): string | null => headers['x-amzn-requestid'] ?? headers['x-amz-request-id'] ?? null;

/** The server says that it did not take the request now, whatever the status; the same one may be sent again. */
const notNow = new Set(['Throttling', 'Throttled', 'ThrottledRequest', 'RequestThrottled', 'TooManyRequests', 'RequestLimitExceeded', 'PriorRequestNotComplete', 'SlowDown', 'ConcurrentModification', 'EntityTemporarilyUnmodifiable']);

const keysRefused = new Set(['InvalidClientTokenId', 'UnrecognizedClient', 'SignatureDoesNotMatch', 'InvalidSignature', 'IncompleteSignature', 'ExpiredToken', 'RequestExpired', 'MissingAuthenticationToken', 'NotAuthorized', 'OptInRequired', 'InvalidAccessKeyId']);
const denied = new Set(['AccessDenied', 'UnauthorizedOperation', 'UnauthorizedAccess']);
const unknownThings = new Set(['NoSuchEntity', 'ResourceNotFound']);

/** For `patient`: IAM throttles with 400. */
export const isThrottled = (response: HttpResponse): boolean => {
	if (response.status < 400) return false;
	const { code, reason } = awsErrorOf(response);
	return notNow.has(code ?? '') || (code === 'Conflict' && reason === 'CONCURRENT_MODIFICATION');
};

const codeOf = (status: number, code: string | null): ProblemCode => {
	if (code === null) return status === 429 ? 'throttled' : status >= 500 ? 'vendor_error' : 'bad_answer';
	if (notNow.has(code) || status === 429) return 'throttled';
	if (status >= 500) return 'vendor_error';
	if (keysRefused.has(code)) return 'unauthorised';
	if (denied.has(code)) return 'forbidden';
	if (unknownThings.has(code)) return 'not_found';
	return status >= 400 ? 'rejected' : 'bad_answer';
};

/** What is asked of AWS: for sentences, and for the name of the permission. */
export interface Asked {
	/** `AWS IAM` */
	system: string;
	/** `iam` */
	service: string;
	action: string;
	/** The permission it takes, where its name is not that of the action. */
	permission?: string;
}

const sentence = (code: ProblemCode, status: number, { code: vendorCode, message }: AwsError, { system, service, action, permission = `${service}:${action}` }: Asked): string => {
	// What follows the first line of a refused signature is the request itself, with the token of the session in it.
	const said = redact((message ?? vendorCode ?? `status ${status}`).split(/[\r\n]/, 1)[0]!).slice(0, 400);
	switch (code) {
		case 'unauthorised':
			return `${system} did not accept the keys for ${action} (${vendorCode}: ${said}). Check the access key in the AWS credential and the clock of the machine n8n runs on, then run the case again.`;
		case 'forbidden':
			return `${system} refused ${action} (${said}). Allow ${permission} to the user or role this pack works as; where the refusal names an explicit deny, a service control policy or a permissions boundary stands in the way. Then run the case again.`;
		case 'not_found':
			return `${system} does not know what ${action} is about (${said}). Look at the user in the AWS console, then run the case again.`;
		case 'throttled':
			return `${system} kept refusing ${action} for now (${vendorCode ?? `status ${status}`}). Nothing is wrong with the request; run the case again in a few minutes.`;
		case 'vendor_error':
			return `${system} failed inside while answering ${action} (status ${status}). Check https://health.aws.amazon.com, then run the case again.`;
		case 'rejected':
			return `${system} rejected ${action} (${vendorCode}): ${said}. Look at the user in the AWS console, then run the case again.`;
		default:
			return `${system} answered ${action} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check region and endpoint in the AWS credential, and what stands between n8n and AWS, such as a proxy.`;
	}
};

export const awsProblem = (asked: Asked, response: HttpResponse): Problem => {
	const error = awsErrorOf(response);
	const code = codeOf(response.status, error.code);
	return new Problem(code, sentence(code, response.status, error, asked), {
		status: response.status,
		action: asked.action,
		...(error.code === null ? {} : { vendorCode: error.code }),
		...(error.requestId === null ? {} : { requestId: error.requestId }),
	});
};
