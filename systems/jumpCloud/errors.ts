import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import { codeOf } from '../http/codeOf';
import type { HttpRequest, HttpResponse } from '../http/types';

/** JSON with a message; the first version answers with bare text now and then. Null for what is no answer of an API. */
const saidIn = (body: unknown): string | null => {
	if (typeof body === 'string') return body.trimStart().startsWith('<') ? null : redact(body.trim()).slice(0, 300);
	if (typeof body !== 'object' || body === null) return '';
	const { message, error } = body as { message?: unknown; error?: unknown };
	const said = [message, error].find((text) => typeof text === 'string');
	return redact(String(said ?? '')).slice(0, 300);
};

const areas: readonly (readonly [RegExp, string])[] = [
	[/\/insights\//, 'Directory Insights'],
	[/\/usergroups|\/memberof/, 'user groups'],
	[/\/associations|\/users\/[^/]+\/systems/, 'the bindings of users'],
	[/\/systems\//, 'devices'],
	[/\/organizations/, 'the organisation'],
	[/\/bulk\//, 'scheduled user states'],
];

/** What a call is about, in the words of the admin portal. */
const areaOf = (path: string): string => areas.find(([pattern]) => pattern.test(path))?.[1] ?? 'users';

const sentence = (code: ProblemCode, status: number, said: string, request: HttpRequest): string => {
	const call = `${request.method} ${request.path.split('?')[0]}`;
	switch (code) {
		case 'unauthorised':
			return `JumpCloud did not accept the credential (${said || 'Unauthorized'}). An API key ends when its administrator makes a new one or is removed; a service account may have been disabled. Renew it in the JumpCloud credential, press Test there, then run the case again.`;
		case 'forbidden':
			return `JumpCloud refused ${call} (${said || 'Forbidden'}): the credential may not ${request.method === 'GET' || request.readsOnly ? 'read' : 'change'} ${areaOf(request.path)}, or not in this organisation. Give its administrator or service account a role that may, check the organisation ID in the credential, then run the case again.`;
		case 'not_found':
			return `JumpCloud says it does not know what ${call} is about (${said || 'Not Found'}). Check the user in the JumpCloud admin portal, then run the case again.`;
		case 'throttled':
			return `JumpCloud kept refusing ${call} because of its rate limit. Nothing is wrong with the request; run the case again in a few minutes.`;
		case 'vendor_error':
			return `JumpCloud failed inside while answering ${call} (status ${status}). Check https://status.jumpcloud.com, then run the case again.`;
		case 'rejected':
			return `JumpCloud rejected ${call}: ${said.replace(/\.+$/, '') || `status ${status}`}. Check the user in the JumpCloud admin portal, then run the case again.`;
		default:
			return `JumpCloud answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the addresses in the credential and whatever stands between n8n and JumpCloud, such as a proxy or a login page.`;
	}
};

export const jumpCloudProblem = (request: HttpRequest, { status, body, headers }: HttpResponse): Problem => {
	const said = saidIn(body);
	const code = codeOf(status, said);
	const requestId = headers['x-request-id'];
	return new Problem(code, sentence(code, status, said ?? '', request), { status, ...(said ? { vendorMessage: said } : {}), ...(requestId ? { requestId } : {}) });
};
