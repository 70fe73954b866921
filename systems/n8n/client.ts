import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { n8nProblem } from './errors';
import { scopeFor } from './scopes';

export const parse = reader('n8n');

export interface N8nSettings {
	/** The user the API key belongs to, which n8n has no call for; null where the key does not say. */
	keyOwner: string | null;
	/** Who takes over what somebody owned: an e-mail address or the id of a project; null: nobody was named. */
	takesOver: string | null;
}

type Query = NonNullable<HttpRequest['query']>;

export interface N8n {
	settings: N8nSettings;
	get(path: string, query?: Query): Promise<Dictionary>;
	/** Every page. */
	list(path: string, query?: Query): Promise<Dictionary[]>;
	/** One page after the other, for lists that are too long to hold. */
	pages(path: string, query?: Query): AsyncGenerator<Dictionary[]>;
	send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** An endless cursor is a broken server, not a long list. */
const mostPages = 10_000;

/** Accounts and memberships. Workflows, credentials and projects are what a company works with. */
const deletable = [/^\/users\/[^/?#]+$/, /^\/projects\/[^/?#]+\/users\/[^/?#]+$/];

export const n8nClient = (http: Http, settings: N8nSettings, observe: (call: JsonObject) => void): N8n => {
	const ask = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await http(request);
		observe({ method: request.method, path: request.path, status: response.status });
		return response;
	};
	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await ask(request);
		if (response.status < 200 || response.status > 299) throw n8nProblem(request, response, response.status === 403 ? await lackedBy(request) : null);
		return response;
	};
	/** n8n words a missing scope and a missing licence alike; what the key may do, it tells. */
	const lackedBy = async (request: HttpRequest): Promise<string | null> => {
		const scope = scopeFor(request);
		const { status, body } = await ask({ method: 'GET', path: '/discover', query: { resource: 'user' } });
		if (scope === null || status !== 200) return scope;
		return scopesIn(body).includes(scope) ? null : scope;
	};

	const n8n: N8n = {
		settings,

		get: async (path, query) => parse.object((await call({ method: 'GET', path, ...(query ? { query } : {}) })).body, path),

		list: async (path, query) => {
			const rows: Dictionary[] = [];
			for await (const page of n8n.pages(path, query)) rows.push(...page);
			return rows;
		},

		pages: async function* (path, query = {}) {
			const followed = new Set<string>();
			let more: Query = {};
			for (;;) {
				const body = await n8n.get(path, { ...query, ...more });
				yield parse.array(body['data'], `${path}.data`).map((row) => parse.object(row, path));
				const cursor = parse.optionalText(body['nextCursor'], `${path}.nextCursor`);
				if (cursor === null) return;
				if (followed.has(cursor) || followed.size >= mostPages) {
					throw new Problem('bad_answer', `n8n's list ${path} does not end. Nothing can be concluded from it; look into the log of n8n, then run the case again.`);
				}
				followed.add(cursor);
				more = { cursor };
			}
		},

		send: async (method, path, body) => {
			if (method === 'DELETE' && !deletable.some((pattern) => pattern.test(path))) {
				throw new Problem('misconfigured', `A request would have deleted ${path}, which this pack never does. Nothing was sent.`);
			}
			return (await call({ method, path, ...(body === undefined ? {} : { body }) })).body;
		},
	};
	return n8n;
};

/** What the API key may do, as n8n's own description of its API says. */
export const scopesIn = (body: unknown): string[] =>
	parse.array(parse.object(parse.object(body, 'discover')['data'], 'discover.data')['scopes'], 'discover.scopes').map((scope) => parse.text(scope, 'discover.scope'));
