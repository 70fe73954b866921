import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../http/types';

interface ScimError {
	status: number | null;
	scimType: string | null;
	detail: string | null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? redact(value.trim()).slice(0, 300) : null);

const urn = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The body says it is an error, whatever the status line says. Its status is a text by the standard, and a number elsewhere. */
const errorIn = (body: unknown): ScimError | null => {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
	const { schemas, status, scimType, detail, message, Errors } = body as { [name: string]: unknown };
	const isError = Array.isArray(schemas) && schemas.some((schema) => typeof schema === 'string' && schema.toLowerCase() === urn.toLowerCase());
	// Slack's first version, and others that are not sure what an error looks like.
	const older = (typeof Errors === 'object' && Errors !== null ? Errors : {}) as { description?: unknown; code?: unknown };
	const code = Number(status ?? older.code);
	return { status: isError && Number.isInteger(code) && code >= 400 ? code : null, scimType: textOrNull(scimType), detail: textOrNull(detail ?? message ?? older.description) };
};

export const statusOf = ({ status, body }: Pick<HttpResponse, 'status' | 'body'>): number => (status >= 200 && status <= 299 ? (errorIn(body)?.status ?? status) : status);

const codeOf = (status: number): ProblemCode => {
	if (status === 401) return 'unauthorised';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'not_found';
	if (status === 429) return 'throttled';
	if (status === 501) return 'rejected';
	if (status >= 500) return 'vendor_error';
	if (status >= 400) return 'rejected';
	return 'bad_answer';
};

/** The words of the standard, each with what to do about it. */
const hints: Readonly<Record<string, string>> = {
	invalidfilter: 'It cannot be asked by this attribute. Choose others in Looked Up By of the node',
	toomany: 'It finds too much to answer. Look the person up by another attribute in Looked Up By of the node',
	uniqueness: 'Somebody else has this name or id already, perhaps an account that lists do not show because it is deactivated. Look for it in the application',
	mutability: 'It does not let this attribute be changed through SCIM. Change it in the application',
	invalidsyntax: 'It reads another dialect. Run Probe in the node, and choose what it names',
	invalidpath: 'It does not know this attribute, or wants another dialect. Run Probe in the node, and choose what it names',
	notarget: 'It says there is nothing to change there',
	invalidvalue: 'It does not take this value, or wants another dialect. Run Probe in the node, and choose what it names',
	invalidvers: 'It speaks another version of SCIM. Check the base URL in the credential',
	sensitive: 'It takes no personal data in an address. Choose another attribute in Looked Up By of the node',
	invalidcursor: 'Its list was lost while it was read',
	expiredcursor: 'Its list took longer to read than it allows',
	invalidcount: 'It wants shorter pages',
};

const statusHints: Readonly<Record<number, string>> = {
	406: 'Choose another Content Type in the node',
	409: hints['uniqueness']!,
	412: 'Somebody else changed it at the same moment',
	413: 'It takes fewer changes at once. Lower Most Members per Change in the node',
	415: 'Choose another Content Type in the node',
	501: 'It does not offer this. Choose another way in the node',
};

const sentence = (system: string, code: ProblemCode, status: number, error: ScimError | null, request: HttpRequest): string => {
	const call = `${request.method} ${request.path.split('?')[0]}`;
	const said = [error?.scimType, error?.detail].filter((text) => text).join(': ') || `status ${status}`;
	const hint = hints[error?.scimType?.toLowerCase() ?? ''] ?? statusHints[status];
	switch (code) {
		case 'unauthorised':
			return `${system} did not accept the token (${said}). It may have expired or been replaced, or the person it belongs to may be gone. Renew it in the SCIM credential, press Test there, then run the case again.`;
		case 'forbidden':
			return `${system} refused ${call}: the token may not do that (${said}). Give it the right to read and change users and groups through SCIM, then run the case again.`;
		case 'not_found':
			return `${system} does not know what ${call} is about (${said}). Check the account there and the base URL in the credential, then run the case again.`;
		case 'throttled':
			return `${system} kept refusing ${call} because of its rate limit. Nothing is wrong with the request; run the case again in a few minutes, or lower Requests at Once in the node.`;
		case 'vendor_error':
			return `${system} failed inside while answering ${call} (${said}). Run the case again in a few minutes.`;
		case 'rejected':
			return `${system} rejected ${call}: ${said}. ${hint ?? 'Check the account there'}; then run the case again.`;
		default:
			return `${system} answered ${call} with something that is not SCIM (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the base URL in the credential and whatever stands between n8n and ${system}, such as a proxy or a login page.`;
	}
};

export const scimProblem = (system: string, request: HttpRequest, response: HttpResponse): Problem => {
	const error = errorIn(response.body);
	const status = statusOf(response);
	// A gateway's page that says 404 is not the application saying so.
	const code = typeof response.body === 'string' && /^\s*</.test(response.body) && status !== 429 && status < 500 ? 'bad_answer' : codeOf(status);
	const requestId = requestIdOf(response);
	return new Problem(code, sentence(system, code, status, error, request), { status, ...(error?.scimType ? { scimType: error.scimType } : {}), ...(requestId === null ? {} : { requestId }) });
};

const idHeaders = ['x-request-id', 'x-amzn-requestid', 'x-github-request-id', 'x-slack-req-id', 'x-zendesk-request-id', 'request-id'];

export const requestIdOf = ({ headers }: Pick<HttpResponse, 'headers'>): string | null => idHeaders.map((name) => headers[name]).find((id) => id !== undefined) ?? null;

/** Whether the application said that it does not do such a thing at all. */
export const isNotOffered = ({ evidence }: Problem): boolean => evidence['status'] === 405 || evidence['status'] === 501;
