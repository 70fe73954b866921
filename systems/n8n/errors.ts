import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import type { HttpRequest, HttpResponse } from '../http/types';

/** n8n says what is wrong in words only; there is no code to go by. */
const messageIn = (body: unknown): string | null => {
	const message = typeof body === 'object' && body !== null ? (body as { message?: unknown }).message : undefined;
	return typeof message === 'string' && message !== '' ? redact(message).slice(0, 300) : null;
};

const codeOf = (status: number, message: string | null): ProblemCode => {
	if (status === 401) return 'unauthorised';
	if (status === 429) return 'throttled';
	if (status >= 500) return 'vendor_error';
	// Something in between may say 403 or 404 as well, and nothing could be concluded from that.
	if (status < 400 || message === null) return 'bad_answer';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'not_found';
	return 'rejected';
};

const sentence = (code: ProblemCode, status: number, message: string | null, request: HttpRequest, lacking: string | null): string => {
	const said = message?.replace(/\.+$/, '') ?? `status ${status}`;
	const call = `${request.method} ${request.path}`;
	switch (code) {
		case 'unauthorised':
			return `n8n did not accept the API key (${said}). It may have expired or been deleted, or its owner may be gone. Make a new one under Settings, n8n API, as the owner or an administrator, put it into the credential, press Test there, then run the case again.`;
		case 'forbidden':
			return lacking === null
				? `n8n refused ${call}, although the API key has the scope for it: ${said}. Where the licence is meant, do it by hand or choose another step; where roles are managed elsewhere, change them there. Then run the case again.`
				: `n8n refused ${call}: the API key lacks the scope ${lacking}. Add it under Settings, n8n API, then run the case again.`;
		case 'not_found':
			return `n8n says it does not know what ${call} is about (${said}). Look at it in n8n, then run the case again.`;
		case 'throttled':
			return `Something in front of n8n kept refusing ${call} because of a rate limit. Nothing is wrong with the request; run the case again in a few minutes.`;
		case 'vendor_error':
			return `n8n failed inside while answering ${call} (status ${status}). Look into its log, then run the case again.`;
		case 'rejected':
			return `n8n rejected ${call}: ${said}. Look at it in n8n, then run the case again.`;
		default:
			return `n8n answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the address in the credential, that the public API is switched on, and whatever stands in front of n8n, such as a proxy or a login page.`;
	}
};

/** `lacking` is the scope that the API key was found not to have. */
export const n8nProblem = (request: HttpRequest, { status, body }: HttpResponse, lacking: string | null): Problem => {
	const message = messageIn(body);
	const code = codeOf(status, message);
	return new Problem(code, sentence(code, status, message, request, lacking), { status, ...(lacking === null ? {} : { lacking }) });
};

/** Refused although the key may ask: what is asked for is not in the licence, or not for this person to have. */
export const isRefusedBeyondScope = ({ code, evidence }: Problem): boolean => code === 'forbidden' && evidence['lacking'] === undefined;
