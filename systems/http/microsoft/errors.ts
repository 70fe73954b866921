import { redact } from '../../../ledger/secrets';
import { Problem, type ProblemCode } from '../../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../types';

/** Whose words an administrator reads, and where they look. */
export interface Speaker {
	/** For sentences, and what they call the credential: `Entra ID`. */
	label: string;
	/** `Check the account in the Entra admin center`. */
	look: string;
	/** The application permission a call stands on. */
	permissionFor(request: Pick<HttpRequest, 'method' | 'path'>): string;
}

interface GraphError {
	code: string | null;
	message: string | null;
	requestId: string | null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? redact(value).slice(0, 300) : null);
export const fieldsOf = (value: unknown): { [key: string]: unknown } => (typeof value === 'object' && value !== null ? (value as { [key: string]: unknown }) : {});

/** What Graph itself says of a request it refuses; nothing of it where the answer is somebody else's. */
export const graphErrorIn = (body: unknown): GraphError => {
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

const sentence = ({ label, look, permissionFor }: Speaker, code: ProblemCode, status: number, error: GraphError, request: HttpRequest): string => {
	const said = error.message ?? error.code ?? `status ${status}`;
	const call = `${request.method} ${request.path.split('?')[0]}`;
	switch (code) {
		case 'unauthorised':
			return `${label} did not accept the token (${said}). The secret or certificate may have expired, or the app may be disabled. Press Test in the ${label} credential; it says what is missing. Then run the case again.`;
		case 'forbidden':
			return `${label} refused ${call} (${said}). Grant the app the application permission ${permissionFor(request)} with admin consent; a permission granted just now is in the next token, at the latest in an hour. Then run the case again.`;
		case 'not_found':
			return `${label} says it does not know what ${call} is about (${said}). ${look}, then run the case again.`;
		case 'throttled':
			return `${label} kept refusing ${call} because of its rate limit. Nothing is wrong with the request; run the case again in a few minutes.`;
		case 'vendor_error':
			return `${label} failed inside while answering ${call} (status ${status}). Check https://status.cloud.microsoft, then run the case again.`;
		case 'rejected':
			return `${label} rejected ${call}: ${said}. ${look}, then run the case again.`;
		default:
			return `${label} answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the cloud in the credential and whatever stands between n8n and Microsoft, such as a proxy or a login page.`;
	}
};

export const evidenceOf = (response: HttpResponse): { [key: string]: string | number } => {
	const error = graphErrorIn(response.body);
	const requestId = response.headers['request-id'] ?? error.requestId;
	return { status: response.status, ...(error.code ? { vendorCode: error.code } : {}), ...(requestId ? { requestId } : {}) };
};

export const graphProblem = (speaker: Speaker, request: HttpRequest, response: HttpResponse): Problem => {
	const error = graphErrorIn(response.body);
	const code = codeOf(response.status, error.code);
	return new Problem(code, sentence(speaker, code, response.status, error, request), evidenceOf(response));
};

/** Microsoft's own code of a refusal, where it gave one. */
export const vendorCodeOf = ({ evidence }: Problem): string => String(evidence['vendorCode'] ?? '');
