import { Problem, type ProblemCode } from '../../lifecycle/problem';
import { codeOf } from '../http/codeOf';
import type { HttpRequest, HttpResponse } from '../http/types';
import { withoutPins } from '../http/withoutPins';

/** `{"detail": …}`, `{"error": …}`, a bare text, or a list of one; null for what is no answer of Iru's API. */
const wordsIn = ({ headers, body }: HttpResponse): string | null => {
	const [first] = Array.isArray(body) ? (body as unknown[]) : [];
	if (typeof first === 'string') return first;
	if (typeof body === 'string') return headers['content-type']?.includes('json') === true ? body.replace(/^"|"$/g, '') : null;
	if (typeof body !== 'object' || body === null) return null;
	const { detail, error } = body as { detail?: unknown; error?: unknown };
	return typeof detail === 'string' ? detail : typeof error === 'string' ? error : null;
};

const saidIn = (response: HttpResponse): string | null => {
	const words = wordsIn(response)?.trim() ?? '';
	return words === '' ? null : withoutPins(words).replace(/\.+$/, '').slice(0, 300);
};

/** As it is ticked under API permissions: `POST /devices/{device_id}/action/lock`. */
export const permissionFor = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): string => `${method} ${path.replace(/^\/devices\/[^/]+/, '/devices/{device_id}')}`;

const sentence = (code: ProblemCode, status: number, said: string, request: HttpRequest): string => {
	const call = `${request.method} ${request.path}`;
	switch (code) {
		case 'unauthorised':
			return `Iru did not accept the token for ${call} (${said}). It answers like this to a token that was deleted, and to one for which "${permissionFor(request)}" is not ticked. Look at the token in Iru under Settings, Access, then run the case again.`;
		case 'forbidden':
			return `Iru refused ${call}: ${said}. Tick "${permissionFor(request)}" for the token in Iru under Settings, Access, then run the case again.`;
		case 'not_found':
			return `Iru says it does not know what ${call} is about (${said}). Look at the device in Iru, then run the case again.`;
		case 'throttled':
			return `Iru kept refusing ${call} because of its rate limit. Nothing is wrong with the request; run the case again in an hour.`;
		case 'vendor_error':
			return `Iru failed inside while answering ${call} (status ${status}). Run the case again in a few minutes.`;
		case 'rejected':
			return `Iru rejected ${call}: ${said}. Look at the device in Iru, then run the case again.`;
		default:
			return `Iru answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the address in the credential and whatever stands in front of Iru, such as a proxy or a login page.`;
	}
};

export const iruProblem = (request: HttpRequest, response: HttpResponse): Problem => {
	const { status } = response;
	const said = saidIn(response);
	const code = codeOf(status, said);
	return new Problem(code, sentence(code, status, said ?? `status ${status}`, request), { status });
};

/** Iru has no codes for what went wrong, only words. */
export const saysLockedAlready = ({ code, message }: Problem): boolean => code === 'rejected' && /already locked/i.test(message);
