import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';
import { codeOf } from '../http/codeOf';
import type { HttpRequest, HttpResponse } from '../http/types';

/** Jamf's own words; null for what is no answer of its API. */
const saidIn = (body: unknown): string | null => {
	const errors = typeof body === 'object' && body !== null ? (body as { errors?: unknown }).errors : undefined;
	if (!Array.isArray(errors)) return null;
	const words = errors.map((error) => {
		const { description, code } = Object(error) as { description?: unknown; code?: unknown };
		return typeof description === 'string' && description !== '' ? description : typeof code === 'string' ? code : '';
	});
	return words.filter((word) => word !== '').join(' ').replace(/\.+$/, '') || 'no reason given';
};

/** A server may quote what it was sent, and what it was sent may open a Mac. */
export const quotable = (text: string): string => redact(text).replace(/(?<!\d)\d{6}(?!\d)/g, '[redacted]').slice(0, 300);

const sentence = (code: ProblemCode, status: number, said: string, call: string): string => {
	switch (code) {
		case 'unauthorised':
			return `Jamf Pro did not accept the token for ${call} (${said}). Press Test in the credential: the API client may be disabled, or its role may lack a privilege.`;
		case 'forbidden':
			return `Jamf Pro refused ${call}: ${said}. Give the API role the privileges that stand in the table of steps, then run the case again.`;
		case 'not_found':
			return `Jamf Pro says it does not know what ${call} is about (${said}). Look at the device in Jamf Pro, then run the case again.`;
		case 'throttled':
			return `Jamf Pro kept refusing ${call} because it gets too many requests. Nothing is wrong with the request; lower Requests at Once in the node, and run the case again in a few minutes.`;
		case 'vendor_error':
			return `Jamf Pro failed while answering ${call} (status ${status}: ${said}). Look at the device's history of management commands in Jamf Pro, then run the case again.`;
		case 'rejected':
			return `Jamf Pro rejected ${call}: ${said}. Look at the device in Jamf Pro, then run the case again.`;
		default:
			return `Jamf Pro answered ${call} with something that is not its API (status ${status}${status >= 300 && status < 400 ? ', a redirect' : ''}). Check the address in the credential and whatever stands in front of Jamf Pro, such as a proxy or a login page.`;
	}
};

export const jamfProblem = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>, { status, body }: Pick<HttpResponse, 'status' | 'body'>): Problem => {
	const said = saidIn(body);
	// A 500 also stands for what was not valid: whether anything was queued, only the list of commands tells.
	const code = codeOf(status, said);
	const words = quotable(said ?? 'no reason given');
	return new Problem(code, sentence(code, status, words, `${method} ${path.split('?')[0] ?? ''}`), { status });
};
