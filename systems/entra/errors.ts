import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../http/types';
import { permissionFor } from './permissions';

interface GraphError {
	code: string | null;
	message: string | null;
	requestId: string | null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? redact(value).slice(0, 300) : null);
const fieldsOf = (value: unknown): { [key: string]: unknown } => (typeof value === 'object' && value !== null ? (value as { [key: string]: unknown }) : {});

const parse = (body: unknown): GraphError => {
	const error = fieldsOf(fieldsOf(body)['error']);
	return { code: textOrNull(error['code']), message: textOrNull(error['message']), requestId: textOrNull(fieldsOf(error['innerError'])['request-id']) };
};

const codeOf = (status: number, code: string | null): ProblemCode => {
	if (status === 401) return 'unauthorised';
	if (status === 429) return 'throttled';
	if (status >= 500) return 'vendor_error';
	// Something in between may say 403 or 404 as well, and nothing could be concluded from that.
	if (status < 400 || code === null) return 'bad_answer';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'not_found';
	return 'rejected';
};

const sentence = (code: ProblemCode, status: number, error: GraphError, request: HttpRequest): string => {
	const said = error.message ?? error.code ?? `status ${status}`;
	const call = `${request.method} ${request.path.split('?')[0]}`;
	switch (code) {
		case 'unauthorised':
			return `Entra ID did not accept the token (${said}). The secret or certificate may have expired, or the app may be disabled. Press Test in the Entra ID credential; it says what is missing. Then run the case again.`;
		case 'forbidden':
			return `Entra ID refused ${call} (${said}). Grant the app the application permission ${permissionFor(request)} with admin consent; a permission granted just now is in the next token, at the latest in an hour. Then run the case again.`;
		case 'not_found':
			return `Entra ID says it does not know what ${call} is about (${said}). Check the account in the Entra admin center, then run the case again.`;
		case 'throttled':
			return `Entra ID kept refusing ${call} because of its rate limit. Nothing is wrong with the request; run the case again in a few minutes.`;
		case 'vendor_error':
			return `Entra ID failed inside while answering ${call} (status ${status}). Check https://status.cloud.microsoft, then run the case again.`;
		case 'rejected':
			return `Entra ID rejected ${call}: ${said}. Check the account in the Entra admin center, then run the case again.`;
		default:
			return `Entra ID answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the cloud in the credential and whatever stands between n8n and Microsoft, such as a proxy or a login page.`;
	}
};

export const entraProblem = (request: HttpRequest, response: HttpResponse): Problem => {
	const error = parse(response.body);
	const code = codeOf(response.status, error.code);
	const evidence: { [key: string]: string | number } = { status: response.status };
	if (error.code) evidence['vendorCode'] = error.code;
	const requestId = response.headers['request-id'] ?? error.requestId;
	if (requestId) evidence['requestId'] = requestId;
	return new Problem(code, sentence(code, response.status, error, request), evidence);
};

/** Microsoft's own code of a refusal, where it gave one. */
export const vendorCodeOf = ({ evidence }: Problem): string => String(evidence['vendorCode'] ?? '');
