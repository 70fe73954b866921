import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { nextInHeader, pathOfLink } from '../http/nextLink';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { oktaProblem } from './errors';

export const parse = reader('Okta');

export interface OktaSettings {
	/** An API token acts as the admin who made it, and that admin must not be cut; a service app acts as nobody. */
	actsAs: 'user' | 'app';
	/** The profile attribute that holds the HR system's id. */
	hrIdAttribute: string;
	/** Whether an account without an HR id may be found by its work e-mail. */
	matchByEmail: boolean;
}

export interface Okta {
	settings: OktaSettings;
	get(path: string, query?: HttpRequest['query']): Promise<Dictionary>;
	/** One page after the other, each forgotten once it was handed out. */
	pages(path: string, query?: HttpRequest['query'], most?: number): AsyncIterable<Dictionary[]>;
	/** Every page at once. */
	list(path: string, query?: HttpRequest['query']): Promise<Dictionary[]>;
	/** Makes something, and hands back what it became. */
	make(path: string, options: Pick<HttpRequest, 'query' | 'body'>): Promise<Dictionary>;
	send(method: 'POST' | 'PUT' | 'DELETE', path: string, options?: Pick<HttpRequest, 'query' | 'body'>): Promise<Sent>;
}

/** A type, not an interface: it is handed back as a receipt, and only closed types are JSON. */
export type Sent = {
	requestId: string | null;
	/** Okta's own clock when it answered. */
	at: string | null;
};

/** Far beyond what one person can hold; an endless next link is a broken server, not a long list. */
const mostPages = 500;

export const oktaClient = (http: Http, settings: OktaSettings, observe: (call: JsonObject) => void): Okta => {
	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await http(request);
		observe({
			method: request.method,
			path: request.path.split('?')[0]!,
			status: response.status,
			requestId: response.headers['x-okta-request-id'] ?? null,
		});
		if (response.status < 200 || response.status > 299) throw oktaProblem(request, response);
		return response;
	};

	const pages: Okta['pages'] = async function* (path, query, most = mostPages) {
		const followed = new Set<string>();
		let request: HttpRequest = { method: 'GET', path, ...(query ? { query } : {}) };
		for (;;) {
			const response = await call(request);
			yield parse.array(response.body, path).map((row) => parse.object(row, path));
			const link = nextInHeader(response.headers['link']);
			if (link === null) return;
			const next = pathOfLink(link, 'Okta');
			if (followed.has(next) || followed.size >= most) {
				throw new Problem('bad_answer', `Okta's list ${path.split('?')[0]} does not end. Nothing can be concluded from it; run the case again and tell Okta's support if it stays so.`);
			}
			followed.add(next);
			request = { method: 'GET', path: next };
		}
	};

	return {
		settings,
		pages,

		get: async (path, query) => {
			const response = await call({ method: 'GET', path, ...(query ? { query } : {}) });
			return parse.object(response.body, path);
		},

		list: async (path, query) => {
			const rows: Dictionary[] = [];
			for await (const page of pages(path, query)) rows.push(...page);
			return rows;
		},

		make: async (path, options) => {
			const response = await call({ method: 'POST', path, ...options });
			return parse.object(response.body, path);
		},

		send: async (method, path, options = {}) => {
			const response = await call({ method, path, ...options });
			const date = Date.parse(response.headers['date'] ?? '');
			return {
				requestId: response.headers['x-okta-request-id'] ?? null,
				at: Number.isNaN(date) ? null : new Date(date).toISOString(),
			};
		},
	};
};
