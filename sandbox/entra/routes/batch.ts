import { ok, Refusal, type Incoming, type Reply } from '../../server/message';
import { createRouter } from '../../server/router';
import type { EntraCall, EntraRoute } from '../call';
import { badRequest, denied, failure, methodNotAllowed, refuse, traced } from '../errors';
import { allows } from '../permissions';
import { bodyOf } from './bodies';

const MOST = 20;

interface Item {
	id: string;
	method: string;
	url: string;
	headers?: Record<string, string>;
	body?: unknown;
	dependsOn?: string[];
}

function incomingOf({ id, method, url, headers = {}, body }: Item, outer: Incoming): Incoming {
	const inner = new URL(`/v1.0/${url.replace(/^\//, '')}`, 'http://sandbox.invalid');
	const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
	if (body !== undefined && lowered['content-type'] === undefined) throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`);
	return { method: method.toUpperCase(), url: `${inner.pathname}${inner.search}`, path: inner.pathname, query: inner.searchParams, headers: lowered, rawBody: Buffer.from(body === undefined ? '' : JSON.stringify(body)), gone: outer.gone };
}

/** Up to twenty requests in one, each with an answer of its own. */
export function batchRoutes(routes: readonly EntraRoute[]): EntraRoute[] {
	const router = createRouter(routes);

	async function answer(call: EntraCall, item: Item): Promise<Reply> {
		const { settings } = call.state;
		const incoming = incomingOf(item, call.incoming);
		const match = router.find(incoming);
		if (typeof match === 'string') return traced((match === 'unknown-method' ? methodNotAllowed() : refuse('BadRequest', `Resource not found for the segment '${incoming.path}'.`)).reply, incoming, call.clock);
		if (settings.batchItemsToThrottle > 0) {
			settings.batchItemsToThrottle -= 1;
			return traced(failure('TooManyRequests', 'Too many requests.', 429, { 'Retry-After': '1' }), incoming, call.clock);
		}
		if (match.route.needs !== undefined && !allows(call.caller.permissions, match.route.needs)) return traced(denied().reply, incoming, call.clock);
		try {
			return await match.route.handle({ ...call, incoming, params: match.params, query: incoming.query });
		} catch (error) {
			if (error instanceof Refusal) return traced(error.reply, incoming, call.clock);
			throw error;
		}
	}

	async function batch(call: EntraCall): Promise<Reply> {
		const { requests } = bodyOf(call) as { requests?: Item[] };
		if (!Array.isArray(requests) || requests.length === 0) throw refuse('BadRequest', 'Invalid batch payload format.');
		if (requests.length > MOST) throw refuse('BadRequest', `Number of batch request steps exceeds the maximum value of ${MOST}.`);
		if (new Set(requests.map(({ id }) => id)).size < requests.length) throw refuse('BadRequest', 'Request Id values must be unique.');
		const statuses = new Map<string, number>();
		const responses = [];
		for (const item of requests) {
			const failed = item.dependsOn?.some((id) => (statuses.get(id) ?? 500) >= 400) === true;
			const reply = failed ? failure('FailedDependency', 'A request this one depends on failed.') : await answer(call, item);
			statuses.set(item.id, reply.status);
			responses.push({ id: item.id, status: reply.status, headers: { 'Content-Type': 'application/json', ...reply.headers }, ...(reply.body === undefined ? {} : { body: reply.body }) });
		}
		return ok({ responses });
	}

	return [{ method: 'POST', path: '/v1.0/$batch', handle: batch }];
}
