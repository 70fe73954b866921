import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../http/types';

const codeOf = (status: number): ProblemCode => {
	if (status === 401) return 'unauthorised';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'not_found';
	// Until September 2026 a throttled caller got 503, and may still.
	if (status === 429 || status === 503) return 'throttled';
	if (status >= 500) return 'vendor_error';
	return status >= 400 ? 'rejected' : 'bad_answer';
};

const sentence = (code: ProblemCode, status: number, said: string, call: string): string => {
	switch (code) {
		case 'unauthorised':
			return `BambooHR did not accept the API key${said}. Make a new key with a user that may see all employees, put it into the BambooHR credential and press Test there.`;
		case 'forbidden':
			return `BambooHR refused ${call}${said}. Either the user behind the API key may not see this, or the key was locked after wrong attempts; check the user's access level in BambooHR.`;
		case 'not_found':
			return `BambooHR does not know what ${call} asks for${said}.`;
		case 'throttled':
			return `BambooHR asked to be called less often and did not recover in time (${call}). It is asked again by itself.`;
		case 'vendor_error':
			return `BambooHR failed inside while answering ${call} (status ${status})${said}.`;
		case 'rejected':
			return `BambooHR rejected ${call}${said}.`;
		default:
			return `BambooHR answered ${call} with something that is not its API (status ${status}). Check the company domain in the credential and whatever stands between n8n and BambooHR.`;
	}
};

export const bambooHrProblem = (request: HttpRequest, response: HttpResponse): Problem => {
	const code = codeOf(response.status);
	// The reason is in a header; bodies of refusals are mostly empty.
	const header = response.headers['x-bamboohr-error-message'] ?? response.headers['x-bamboohr-message'];
	const said = header ? ` (${redact(header).slice(0, 300)})` : '';
	const requestId = response.headers['x-request-id'] ?? response.headers['x-bamboohr-request-id'] ?? response.headers['request-id'];
	return new Problem(code, sentence(code, response.status, said, `${request.method} ${request.path.split('?')[0]}`), {
		status: response.status,
		...(requestId ? { requestId } : {}),
	});
};
