import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { jumpCloudProblem } from './errors';

export const parse = reader('JumpCloud');

export interface JumpCloudSettings {
	/** An API key acts as the administrator it belongs to, and dies with them; a service account acts as nobody. */
	administratorEmail: string | null;
	/** The field of the user that holds the HR system's id. */
	hrIdAttribute: string;
	/** Whether a user without an HR id may be found by the work e-mail. */
	matchByEmail: boolean;
}

/** Directory Insights is at an address of its own. */
export interface Connections {
	console: Http;
	insights: Http;
}

export interface JumpCloud {
	settings: JumpCloudSettings;
	get(path: string): Promise<Dictionary>;
	/** One page after the other, each forgotten once it was handed out. */
	pages(path: string, query?: HttpRequest['query'], most?: number): AsyncIterable<Dictionary[]>;
	/** Every page at once. */
	list(path: string, query?: HttpRequest['query']): Promise<Dictionary[]>;
	/** Makes something, and hands back what it became. */
	make(path: string, body: Dictionary): Promise<Dictionary>;
	send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: Dictionary): Promise<Sent>;
	/** What Directory Insights shows; each page is asked for once, because proof is not worth waiting for. */
	events(body: Dictionary): Promise<Dictionary[]>;
}

/** A type, not an interface: it is handed back as a receipt, and only closed types are JSON. */
export type Sent = { at: string | null };

/** The most JumpCloud gives at once; whoever does not ask gets ten. */
const pageSize = 100;

/** Far beyond what one person can hold. */
const mostPages = 500;

const eventsAtOnce = 1_000;
const mostEventPages = 20;

const countIn = (body: unknown, headers: Record<string, string>): number | null => {
	const told = Array.isArray(body) ? headers['x-total-count'] : (body as Dictionary | null)?.['totalCount'];
	const count = told === undefined || told === null || told === '' ? NaN : Number(told);
	return Number.isInteger(count) && count >= 0 ? count : null;
};

export const jumpCloudClient = ({ console, insights }: Connections, settings: JumpCloudSettings, observe: (call: JsonObject) => void): JumpCloud => {
	const call = async (http: Http, request: HttpRequest): Promise<HttpResponse> => {
		const response = await http(request);
		observe({ method: request.method, path: request.path, status: response.status, requestId: response.headers['x-request-id'] ?? null });
		if (response.status < 200 || response.status > 299) throw jumpCloudProblem(request, response);
		return response;
	};

	const rowsIn = (body: unknown, path: string): Dictionary[] => {
		// The first version wraps its lists, the second does not.
		const rows = Array.isArray(body) ? body : parse.array(parse.object(body, path)['results'], `${path}.results`);
		return rows.map((row) => parse.object(row, path));
	};

	const pages: JumpCloud['pages'] = async function* (path, query = {}, most = mostPages) {
		let handedOut = 0;
		let begunWith: string | undefined;
		for (let page = 0; ; page += 1) {
			const { body, headers } = await call(console, { method: 'GET', path, query: { ...query, limit: pageSize, skip: handedOut } });
			const rows = rowsIn(body, path);
			const first = rows.length === 0 ? undefined : JSON.stringify(rows[0]);
			if (page >= most || (first !== undefined && first === begunWith)) {
				throw new Problem('bad_answer', `JumpCloud's list ${path} does not end. Nothing can be concluded from it; run the case again and tell JumpCloud's support if it stays so.`);
			}
			begunWith = first;
			if (rows.length > 0) yield rows;
			handedOut += rows.length;
			const count = countIn(body, headers);
			if (rows.length === 0 || (count === null ? rows.length < pageSize : handedOut >= count)) {
				if (count !== null && handedOut < count) throw new Problem('bad_answer', `JumpCloud's list ${path} broke off after ${handedOut} of ${count}. Nothing can be concluded from it; run the case again.`);
				return;
			}
		}
	};

	return {
		settings,
		pages,
		get: async (path) => parse.object((await call(console, { method: 'GET', path })).body, path),
		list: async (path, query) => {
			const rows: Dictionary[] = [];
			for await (const page of pages(path, query)) rows.push(...page);
			return rows;
		},
		make: async (path, body) => parse.object((await call(console, { method: 'POST', path, body })).body, path),
		send: async (method, path, body) => {
			const { headers } = await call(console, { method, path, ...(body === undefined ? {} : { body }) });
			const date = Date.parse(headers['date'] ?? '');
			return { at: Number.isNaN(date) ? null : new Date(date).toISOString() };
		},
		events: async (body) => {
			const path = '/insights/directory/v1/events';
			const events: Dictionary[] = [];
			for (let page = 0, after: unknown; ; page += 1) {
				if (page >= mostEventPages) throw new Problem('bad_answer', 'Directory Insights shows more events than can be read to their end. Nothing can be concluded from them.');
				const request = { ...body, limit: eventsAtOnce, ...(after === undefined ? {} : { search_after: after }) };
				const response = await call(insights, { method: 'POST', path, body: request });
				const rows = rowsIn(response.body, path);
				events.push(...rows);
				after = cursorIn(response.headers['x-search_after']);
				if (rows.length < eventsAtOnce || after === undefined) return events;
			}
		},
	};
};

/** It is sent back as it came, as the JSON it is. */
const cursorIn = (header: string | undefined): unknown => {
	try {
		return header === undefined ? undefined : (JSON.parse(header) as unknown);
	} catch {
		return header;
	}
};
