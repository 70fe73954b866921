import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest } from '../http/types';
import { untilShort } from '../http/untilShort';
import { fleetProblem } from './errors';

export const parse = reader('Fleet');

type Query = NonNullable<HttpRequest['query']>;

export interface Fleet {
	get(path: string, query?: Query): Promise<Dictionary>;
	/** One page after the other, each forgotten once it was handed out. */
	pages(path: string, name: string, query?: Query): AsyncIterable<Dictionary[]>;
	/** A command to a host. It never reaches Fleet twice by itself. */
	order(method: 'POST' | 'DELETE', path: string, body?: Dictionary): Promise<Dictionary | null>;
}

/** What tells a host or a command from another; when a host was last seen changes from page to page. */
const identityOf = (row: Dictionary): string => JSON.stringify(row['id'] ?? row['command_uuid'] ?? row);

const pageSize = 100;
/** Far beyond any company of those who use this. */
const mostPages = 10_000;

export const fleetClient = (http: Http, observe: (call: JsonObject) => void): Fleet => {
	const call = async (request: HttpRequest): Promise<unknown> => {
		const response = await http(request);
		observe({ method: request.method, path: request.path, status: response.status });
		if (response.status < 200 || response.status > 299) throw fleetProblem(request, response);
		return response.body;
	};
	const get: Fleet['get'] = async (path, query) => parse.object(await call({ method: 'GET', path, ...(query ? { query } : {}) }), path);

	return {
		get,
		pages: (path, name, query = {}) =>
			untilShort({
				pageSize,
				mostPages,
				identityOf,
				endless: () => new Problem('bad_answer', `Fleet's list ${path} does not end. Nothing can be concluded from it; look into the log of Fleet, then run the case again.`),
				pageOf: async (page) => {
					const listed = (await get(path, { ...query, per_page: pageSize, page }))[name];
					// A list of nothing may come as null, but it has to come.
					return parse.array(listed === null ? [] : listed, `${path}.${name}`).map((row) => parse.object(row, path));
				},
			}),
		order: async (method, path, body) => {
			const answer = await call({ method, path, once: true, ...(body === undefined ? {} : { body }) });
			const isEmpty = answer === undefined || answer === null || answer === '';
			// A page of whatever stands in front of Fleet does not mean that Fleet took it.
			return isEmpty ? null : parse.object(answer, path);
		},
	};
};
