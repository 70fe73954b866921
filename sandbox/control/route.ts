import type { Incoming, Reply } from '../server/message';
import { jsonBody, ok, Refusal } from '../server/message';
import type { Route } from '../server/router';

export type ControlRoute = Route<object, null>;

interface Request {
	params: Record<string, string>;
	query: URLSearchParams;
	body: Record<string, unknown>;
}

export const mistake = (error: string) => new Refusal({ status: 400, body: { error } });

/** Web pages open in the same browser must not be able to steer the company: only loopback names, only JSON. */
function refuseStrangers({ headers, method }: Incoming): void {
	const host = (headers.host ?? '').replace(/:\d+$/, '');
	if (host !== '127.0.0.1' && host !== 'localhost') throw new Refusal({ status: 403, body: { error: 'Only for loopback' } });
	if (method !== 'GET' && headers.origin !== undefined) throw new Refusal({ status: 403, body: { error: 'Not for web pages' } });
}

/** A power as a route: JSON in, JSON out, and whatever goes wrong as a sentence. */
export const power = (method: string, path: string, act: (request: Request) => unknown): ControlRoute => ({
	method,
	path,
	open: true,
	handle: async ({ incoming, params, query }): Promise<Reply> => {
		refuseStrangers(incoming);
		const body = jsonBody(incoming);
		if (body === undefined) throw mistake('The body is not a JSON object');
		try {
			const result = await act({ params, query, body });
			return ok(result ?? { done: true });
		} catch (error) {
			if (error instanceof Refusal) throw new Refusal({ status: error.reply.status, body: error.reply.body ?? { error: Object.values(error.reply.headers ?? {}).join(' ') } });
			throw mistake(error instanceof Error ? error.message : String(error));
		}
	},
});
