import { reader, type Dictionary } from '../parse';
import type { Http } from '../types';
import { awsProblem, requestIdIn } from './errors';
import type { Observe } from './signing';

export interface JsonService {
	/** For sentences: `AWS IAM Identity Center`. */
	system: string;
	/** As permissions call it: `identitystore`. */
	service: string;
	/** What stands before the action: `AWSIdentityStore`. */
	target: string;
}

/** AWS's JSON protocol, as Identity Center speaks it. Objects are said as they are; undefined is left out. */
export const jsonClient = (http: Http, { system, service, target }: JsonService, observe: Observe) => {
	const parse = reader(system);
	return async (action: string, input: object, { readsOnly }: { readsOnly?: true } = {}): Promise<Dictionary> => {
		const response = await http({
			method: 'POST',
			path: '/',
			headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${action}` },
			body: JSON.stringify(input),
			...(readsOnly ? { readsOnly } : {}),
		});
		const refused = response.status < 200 || response.status > 299 ? awsProblem({ system, service, action }, response) : null;
		observe({ method: 'POST', path: `${service}:${action}`, status: response.status, requestId: refused === null ? requestIdIn(response.headers) : (refused.evidence['requestId'] ?? null) });
		if (refused) throw refused;
		// A change is answered with nothing at all.
		return response.body === '' ? {} : parse.object(jsonIn(response.body), action);
	};
};

/** The content type is AWS's own, so it depends on who carried the answer whether it was read already. */
const jsonIn = (body: unknown): unknown => {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body);
	} catch {
		return body;
	}
};
