import type { JsonObject } from '../../ledger/types';
import { asProblem, Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import type { Application } from './application';
import { parseConfig, unknownConfig, type Config } from './config';
import { requestIdOf, scimProblem, statusOf } from './errors';

export interface Scim {
	application: Application;
	parse: ReturnType<typeof reader>;
	/** What the application says of itself; nothing where it says nothing. */
	config(): Promise<Config>;
	get(path: string, query?: HttpRequest['query']): Promise<Dictionary>;
	/** One page after the other, each forgotten once it was handed out. */
	pages(path: string, query?: HttpRequest['query']): AsyncIterable<Dictionary[]>;
	/** A body is often left out, and proves nothing where it is there. */
	send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object, headers?: Record<string, string>): Promise<Dictionary | null>;
}

const perPage = 100;
/** A million entries. More is no list but a server that never stops. */
const mostPages = 10_000;

/** Asked once for all steps of an item. */
export const configOnce = (http: Http): (() => Promise<Config>) => {
	let asked: Promise<Config> | undefined;
	return () =>
		(asked ??= http({ method: 'GET', path: '/ServiceProviderConfig', headers: accepted })
			.then(({ status, body }) => (status >= 200 && status <= 299 ? parseConfig(body) : unknownConfig))
			.catch((error: unknown) => {
				asked = undefined;
				if (asProblem(error).code === 'cancelled') throw error;
				return unknownConfig;
			}));
};

const accepted = { accept: 'application/scim+json, application/json' };

export const scimClient = (http: Http, application: Application, config: Scim['config'], observe: (call: JsonObject) => void): Scim => {
	const { label, contentType } = application;
	const parse = reader(label);

	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await http({ ...request, headers: { ...accepted, ...(request.body === undefined ? {} : { 'content-type': contentType }), ...request.headers } });
		const status = statusOf(response);
		observe({ method: request.method, path: request.path, status, requestId: requestIdOf(response) });
		if (status < 200 || status > 299) throw scimProblem(label, request, response);
		return response;
	};

	const page = async (path: string, query: NonNullable<HttpRequest['query']>) => {
		const { body } = await call({ method: 'GET', path, query: { ...query, count: perPage } });
		const list = parse.object(body, path);
		// It is left out where there is nothing, by the standard.
		if (list['Resources'] === undefined && list['totalResults'] === undefined) parse.refuse(path, 'a list of SCIM');
		const rows = parse.array(list['Resources'] ?? [], `${path}.Resources`).map((row) => parse.object(row, `${path}.Resources`));
		const total = Number(list['totalResults']);
		return { rows, total: list['totalResults'] !== undefined && Number.isInteger(total) && total >= 0 ? total : null, cursor: parse.optionalText(list['nextCursor'], `${path}.nextCursor`) };
	};

	const pages: Scim['pages'] = async function* (path, query = {}) {
		const byCursor = (await config()).cursors;
		const seen = new Set<string>();
		let position: { startIndex: number } | { cursor: string } = byCursor ? { cursor: '' } : { startIndex: 1 };
		for (let turn = 0, got = 0; ; turn++) {
			const { rows, total, cursor } = await page(path, { ...query, ...position });
			const mark = cursor ?? JSON.stringify(rows[0]?.['id'] ?? null);
			if ((rows.length > 0 || cursor !== null) && (seen.has(mark) || turn >= mostPages)) throw endless(label, path);
			seen.add(mark);
			got += rows.length;
			yield rows;
			if (cursor !== null) position = { cursor };
			else if (byCursor || rows.length === 0 || got === total) {
				if (total !== null && got < total) throw incomplete(label, path, total, got);
				return;
			} else position = { startIndex: got + 1 };
		}
	};

	return {
		application,
		parse,
		config,
		pages,
		get: async (path, query) => parse.object((await call({ method: 'GET', path, ...(query ? { query } : {}) })).body, path),
		send: async (method, path, body, headers) => {
			const response = await call({ method, path, ...(body === undefined ? {} : { body }), ...(headers ? { headers } : {}) });
			const answered = response.body;
			return typeof answered === 'object' && answered !== null && !Array.isArray(answered) ? (answered as Dictionary) : null;
		},
	};
};

const endless = (system: string, path: string): Problem =>
	new Problem('bad_answer', `${system} gives the same page of ${path} again instead of the next one, so its list does not end. Nothing can be concluded from it; run the case again, and tell its vendor if it stays so.`);

const incomplete = (system: string, path: string, total: number, got: number): Problem =>
	new Problem('bad_answer', `${system} counts ${total} entries under ${path} and shows ${got}, so somebody or something may be missing. Nothing can be concluded from it; run the case again, and check that the token may read all of them if it stays so.`);
