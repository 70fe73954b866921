import { Problem } from '../../lifecycle/problem';
import { evidenceOf, fieldsOf, graphErrorIn, graphProblem, type Speaker } from '../http/microsoft/errors';
import type { HttpRequest, HttpResponse } from '../http/types';
import { permissionFor } from './permissions';

export const speaker: Speaker = { label: 'Intune', look: 'Look at the device in the Intune admin center', permissionFor };

/** Not cut short for people, and so for no one's eyes. */
export const wholeMessageIn = (body: unknown): string => {
	const message = fieldsOf(fieldsOf(body)['error'])['message'];
	return typeof message === 'string' ? message : '';
};

/** What speaks of approvals is about Multi Admin Approval, and of no permission that an administrator could grant. */
export const isAboutApproval = ({ status, body }: HttpResponse): boolean => {
	const { code } = graphErrorIn(body);
	return status >= 400 && status < 500 && status !== 401 && code !== null && (/approv/i.test(code) || /approv/i.test(wholeMessageIn(body)));
};

/** Why a command was not taken. Wipes, retirements and deletions have a limit a day, whose status Microsoft does not document. */
export const orderProblem = (request: HttpRequest, response: HttpResponse): Problem => {
	const { code, message } = graphErrorIn(response.body);
	if (response.status >= 200 && response.status < 300) {
		return new Problem('bad_answer', `Intune answered ${request.method} ${request.path} with status ${response.status} where it says 204 to what it takes, so nobody knows whether it did. Check whatever stands between n8n and Microsoft, such as a proxy or a login page.`, evidenceOf(response));
	}
	if (response.status < 500 && code !== null && /\b(daily|per day)\b/i.test(message ?? '')) {
		return new Problem('throttled', `Intune takes no more of these today (${message}). The case is followed up again by itself; tomorrow it is taken.`, evidenceOf(response));
	}
	if (isAboutApproval(response)) {
		return new Problem('rejected', `Intune did not take it, because of its Multi Admin Approval: ${message ?? code}. Look at the request in the Intune admin center under Tenant administration, Multi Admin Approval, then run the case again.`, evidenceOf(response));
	}
	return graphProblem(speaker, request, response);
};
