import { Problem, type ProblemCode } from '../../lifecycle/problem';
import { codeOf } from '../http/codeOf';
import type { HttpRequest, HttpResponse } from '../http/types';
import { withoutPins } from '../http/withoutPins';

/** A message for all of a kind, and reasons for this one; null for what is no answer of Fleet's API. */
const saidIn = (body: unknown): string | null => {
	if (typeof body !== 'object' || body === null) return null;
	const { message, errors } = body as { message?: unknown; errors?: unknown };
	const reasons = Array.isArray(errors) ? errors.map((error) => (error as { reason?: unknown } | null)?.reason).filter((reason) => typeof reason === 'string') : [];
	const said = reasons.length > 0 ? reasons.join(' ') : typeof message === 'string' ? message : '';
	return said === '' ? null : withoutPins(said).replace(/\.+$/, '').slice(0, 300);
};

const sentence = (code: ProblemCode, status: number, said: string, { method, path }: HttpRequest): string => {
	const call = `${method} ${path}`;
	switch (code) {
		case 'unauthorised':
			return `Fleet did not accept the token (${said}). Make a new one for the API-only user, put it into the credential, press Test there, then run the case again.`;
		case 'forbidden':
			return status === 402 || /premium/i.test(said)
				? `Fleet refused ${call}: ${said}. Locking and wiping need Fleet Premium; without it, do it by hand and waive it in Device Decisions.`
				: `Fleet refused ${call}: ${said}. Give the API-only user the role of a maintainer in every team whose hosts it works on, then run the case again.`;
		case 'not_found':
			return `Fleet says it does not know what ${call} is about (${said}). Look at the host in Fleet, then run the case again.`;
		case 'throttled':
			return `Fleet kept refusing ${call} because of a rate limit. Nothing is wrong with the request; run the case again in a few minutes.`;
		case 'vendor_error':
			return `Fleet failed inside while answering ${call} (status ${status}). Look into its log, then run the case again.`;
		case 'rejected':
			return `Fleet rejected ${call}: ${said}. Look at the host in Fleet, then run the case again.`;
		default:
			return `Fleet answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the address in the credential and whatever stands in front of Fleet, such as a proxy or a login page.`;
	}
};

export const fleetProblem = (request: HttpRequest, { status, body }: HttpResponse): Problem => {
	const said = saidIn(body);
	// A free server words what it does not have like what one may not.
	const code = codeOf(status === 402 ? 403 : status, said);
	return new Problem(code, sentence(code, status, said ?? `status ${status}`, request), { status });
};
