import type { JsonObject } from '../../../ledger/types';
import { Problem } from '../../../lifecycle/problem';
import { pathOfLink } from '../nextLink';
import { reader, type Dictionary } from '../parse';
import type { Http, HttpRequest, HttpResponse } from '../types';
import { graphProblem, type Speaker } from './errors';

export type Query = NonNullable<HttpRequest['query']>;

/** Reading through Microsoft Graph, whichever app reads. */
export interface Graph {
	get(path: string, query?: Query): Promise<Dictionary>;
	/** With the server's own clock when it answered. */
	getAt(path: string, query?: Query): Promise<{ row: Dictionary; at: string | null }>;
	/** Every page. */
	list(path: string, query?: Query): Promise<Dictionary[]>;
	/** One page after the other, for lists that are too long to hold. */
	pages(path: string, query?: Query): AsyncGenerator<Dictionary[]>;
}

export interface GraphCore extends Graph {
	/** Any request, and any answer to it. */
	exchange(request: HttpRequest): Promise<HttpResponse>;
	/** A refusal is a Problem. */
	call(request: HttpRequest): Promise<HttpResponse>;
}

/** 10,000 pages of 999 are more than any tenant has; an endless next link is a broken server, not a long list. */
const mostPages = 10_000;

/** Filters that Microsoft answers from an index only: never proof of anything, a hit is read again by its id. */
const isAdvanced = (query: Query | undefined) => query?.['$count'] === 'true';

export const instantOf = ({ headers }: HttpResponse): string | null => {
	const date = Date.parse(headers['date'] ?? '');
	return Number.isNaN(date) ? null : new Date(date).toISOString();
};

export const graphOver = (speaker: Speaker, http: Http, observe: (call: JsonObject) => void): GraphCore => {
	const parse = reader(speaker.label);
	const asking = (path: string, query?: Query): HttpRequest => ({
		method: 'GET',
		path,
		...(query ? { query } : {}),
		...(isAdvanced(query) ? { headers: { consistencylevel: 'eventual' } } : {}),
	});

	const graph: GraphCore = {
		exchange: async (request) => {
			const response = await http(request);
			observe({ method: request.method, path: request.path.split('?')[0]!, status: response.status, requestId: response.headers['request-id'] ?? null });
			return response;
		},

		call: async (request) => {
			const response = await graph.exchange(request);
			if (response.status < 200 || response.status > 299) throw graphProblem(speaker, request, response);
			return response;
		},

		get: async (path, query) => (await graph.getAt(path, query)).row,

		getAt: async (path, query) => {
			const response = await graph.call(asking(path, query));
			return { row: parse.object(response.body, path), at: instantOf(response) };
		},

		list: async (path, query) => {
			const rows: Dictionary[] = [];
			for await (const page of graph.pages(path, query)) rows.push(...page);
			return rows;
		},

		pages: async function* (path, query) {
			const followed = new Set<string>();
			let request = asking(path, query);
			for (;;) {
				const body = parse.object((await graph.call(request)).body, path);
				yield parse.array(body['value'], `${path}.value`).map((row) => parse.object(row, path));
				const link = parse.optionalText(body['@odata.nextLink'], `${path}.nextLink`);
				if (link === null) return;
				const next = pathOfLink(link, speaker.label);
				if (followed.has(next) || followed.size >= mostPages) {
					throw new Problem('bad_answer', `${speaker.label}'s list ${path} does not end. Nothing can be concluded from it; run the case again and tell Microsoft's support if it stays so.`);
				}
				followed.add(next);
				request = { ...request, path: next };
				delete request.query;
			}
		},
	};
	return graph;
};
