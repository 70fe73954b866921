import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../http/types';

interface OktaError {
	errorCode: string | null;
	errorSummary: string | null;
	errorId: string | null;
	causes: string[];
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? redact(value).slice(0, 300) : null);

const parse = (body: unknown): OktaError => {
	const error = (typeof body === 'object' && body !== null ? body : {}) as { [key: string]: unknown };
	const causes = Array.isArray(error['errorCauses']) ? (error['errorCauses'] as { errorSummary?: unknown }[]) : [];
	return {
		errorCode: textOrNull(error['errorCode'] ?? error['error']),
		errorSummary: textOrNull(error['errorSummary'] ?? error['error_description']),
		errorId: textOrNull(error['errorId']),
		causes: causes.flatMap((cause) => textOrNull(cause?.errorSummary) ?? []),
	};
};

/** Which scope, and which admin permission behind it, a call stands on. First match wins. */
const permissions: readonly (readonly [RegExp, string])[] = [
	[/\/roles|\/iam\//, 'okta.roles'],
	[/\/devices/, 'okta.devices'],
	[/\/api-tokens/, 'okta.apiTokens'],
	[/\/logs/, 'okta.logs'],
	[/\/groups/, 'okta.groups'],
	[/\/apps/, 'okta.apps'],
	[/\/users/, 'okta.users'],
];

const scopeFor = (request: Pick<HttpRequest, 'method' | 'path'>): string => {
	const family = permissions.find(([pattern]) => pattern.test(request.path))?.[1] ?? 'okta.users';
	return request.method === 'GET' || family === 'okta.logs' ? `${family}.read` : `${family}.manage`;
};

const codeOf = (status: number, errorCode: string | null): ProblemCode => {
	if (status === 401) return errorCode === 'E0000015' ? 'forbidden' : 'unauthorised';
	if (status === 403) return errorCode === 'E0000038' || errorCode === 'E0000016' ? 'rejected' : 'forbidden';
	if (status === 404) return 'not_found';
	if (status === 429) return 'throttled';
	if (status >= 500) return 'vendor_error';
	if (status >= 400) return 'rejected';
	return 'bad_answer';
};

const sentence = (code: ProblemCode, status: number, error: OktaError, request: HttpRequest): string => {
	const said = [error.errorSummary, ...error.causes].filter((text) => text !== null).join(' - ') || `status ${status}`;
	const call = `${request.method} ${request.path.split('?')[0]}`;
	switch (code) {
		case 'unauthorised':
			return `Okta did not accept the credential (${said}). The API token may have expired or its admin may be deactivated, or the service app may be inactive. Renew it in the Okta credential, press Test there, then run the case again.`;
		case 'forbidden':
			return `Okta refused ${call}: the credential lacks permission (${said}). Grant the scope ${scopeFor(request)} and an admin role that covers this person, and note that only a super admin may change a super admin; then run the case again.`;
		case 'not_found':
			return `Okta says it does not know what ${call} is about (${said}). Check the account in Okta, then run the case again.`;
		case 'throttled':
			return `Okta kept refusing ${call} because of its rate limit. Nothing is wrong with the request; run the case again in a few minutes, or raise the limit of the token or app in Okta.`;
		case 'vendor_error':
			return `Okta failed inside while answering ${call} (status ${status}). Check status.okta.com, then run the case again.`;
		case 'rejected':
			return `Okta rejected ${call}: ${said}. Check the account in Okta, then run the case again.`;
		default:
			return `Okta answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the Okta domain in the credential and whatever stands between n8n and Okta, such as a proxy or a login page.`;
	}
};

export const oktaProblem = (request: HttpRequest, response: HttpResponse): Problem => {
	const error = parse(response.body);
	const code = codeOf(response.status, error.errorCode);
	const evidence: { [key: string]: string | number } = { status: response.status };
	if (error.errorCode) evidence['vendorCode'] = error.errorCode;
	if (error.errorId) evidence['errorId'] = error.errorId;
	const requestId = response.headers['x-okta-request-id'];
	if (requestId) evidence['requestId'] = requestId;
	return new Problem(code, sentence(code, response.status, error, request), evidence);
};
