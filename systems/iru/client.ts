import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest } from '../http/types';
import { untilShort } from '../http/untilShort';
import { iruProblem } from './errors';

export const parse = reader('Iru');

type Query = NonNullable<HttpRequest['query']>;

export interface Iru {
	get(path: string): Promise<Dictionary>;
	/** One page after the other, each forgotten once it was handed out. `rowsIn` finds the rows in what came. */
	pages(path: string, rowsIn: (answer: unknown) => unknown, query?: Query): AsyncIterable<Dictionary[]>;
	/** A command to a device. It never reaches Iru twice by itself, and what comes back is dropped: it may hold a PIN. */
	order(method: 'POST' | 'DELETE', path: string, body?: Dictionary): Promise<void>;
}

/** The most that Iru gives at once. */
const pageSize = 300;
/** Far beyond any company of those who use this. */
const mostPages = 1_000;

const identityOf = (row: Dictionary): string => JSON.stringify(row['device_id'] ?? row['uuid'] ?? row);

export const iruClient = (http: Http, observe: (call: JsonObject) => void): Iru => {
	const call = async (request: HttpRequest): Promise<unknown> => {
		const response = await http(request);
		observe({ method: request.method, path: request.path, status: response.status });
		if (response.status < 200 || response.status > 299) throw iruProblem(request, response);
		return response.body;
	};

	return {
		get: async (path) => parse.object(await call({ method: 'GET', path }), path),
		pages: (path, rowsIn, query = {}) =>
			untilShort({
				pageSize,
				mostPages,
				identityOf,
				endless: () => new Problem('bad_answer', `Iru's list ${path} does not end. Nothing can be concluded from it; run the case again, and tell Iru's support if it stays so.`),
				pageOf: async (page) => {
					const answer = await call({ method: 'GET', path, query: { ...query, limit: pageSize, offset: page * pageSize } });
					return parse.array(rowsIn(answer), path).map((row) => parse.object(row, path));
				},
			}),
		order: async (method, path, body) => {
			const answer = await call({ method, path, once: true, ...(body === undefined ? {} : { body }) });
			const isEmpty = answer === undefined || answer === null || answer === '';
			// A page of whatever stands in front of Iru does not mean that Iru took it.
			if (!isEmpty) parse.object(answer, path);
		},
	};
};
