import type { JsonObject } from '../../ledger/types';
import { asProblem, Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest } from '../http/types';
import { jamfProblem } from './errors';

export const parse = reader('Jamf Pro');

type Query = NonNullable<HttpRequest['query']>;

/** The computers' inventory, newest first: servers have the older ones as well, and lack what is newer than they are. */
const versions = ['v4', 'v3', 'v1'] as const;
export type InventoryVersion = (typeof versions)[number];

/** Which one a server has, asked once for all clients of one connection, however many ask at the same time. */
export interface KnownVersion {
	is?: Promise<InventoryVersion>;
}

export interface Jamf {
	version(): Promise<InventoryVersion>;
	get(path: string, query?: Query): Promise<Dictionary>;
	/** One page after the other, each forgotten once it was handed out. */
	pages(path: string, query: Query): AsyncIterable<Dictionary[]>;
	/** Something that is to be done to a device. It never reaches Jamf twice by itself. */
	order(path: string, body?: Dictionary): Promise<unknown>;
}

/** Whichever list it is of. */
const identityOf = (row: Dictionary): string => JSON.stringify([row['uuid'], row['mobileDeviceId'], row['id']].map((id) => id ?? null));

const pageSize = 100;
/** Far beyond any company of those who use this. */
const mostPages = 5_000;

export const jamfClient = (http: Http, observe: (call: JsonObject) => void, known: KnownVersion = {}): Jamf => {
	const call = async (request: HttpRequest): Promise<unknown> => {
		const response = await http(request);
		observe({ method: request.method, path: request.path.split('?')[0] ?? '', status: response.status });
		if (response.status < 200 || response.status > 299) throw jamfProblem(request, response);
		return response.body;
	};
	const get: Jamf['get'] = async (path, query) => parse.object(await call({ method: 'GET', path, ...(query ? { query } : {}) }), path);
	const has = async (version: InventoryVersion): Promise<boolean> =>
		await get(`/api/${version}/computers-inventory`, { page: 0, 'page-size': 1 }).then(
			() => true,
			(error: unknown) => {
				const problem = asProblem(error);
				// In whatever form an older server says that there is no such page.
				if (problem.evidence['status'] === 404) return false;
				throw problem;
			},
		);

	const newest = async (): Promise<InventoryVersion> => {
		// By the list alone: of a single computer, 404 means that there is no such computer.
		for (const version of versions) if (await has(version)) return version;
		throw new Problem('misconfigured', 'Jamf Pro has none of the computer inventories that are known here (v4, v3, v1). Update Jamf Pro to 10.49 or newer, or check the address in the credential, then run the case again.');
	};

	return {
		get,
		version: () =>
			(known.is ??= newest().catch((error: unknown) => {
				delete known.is;
				throw error;
			})),
		pages: async function* (path, query) {
			const list = path.split('?')[0] ?? '';
			// Rows move while they are counted off: one that shows twice has hidden another.
			const known = new Set<string>();
			for (let page = 0; ; page += 1) {
				const answer = await get(path, { ...query, page, 'page-size': pageSize });
				const rows = parse.array(answer['results'], `${list}.results`).map((row) => parse.object(row, list));
				const count = answer['totalCount'];
				if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) return parse.refuse(`${list}.totalCount`, 'a number');
				const fresh = rows.filter((row) => known.size < known.add(identityOf(row)).size);
				if (page >= mostPages || (rows.length > 0 && fresh.length === 0)) {
					throw new Problem('bad_answer', `Jamf Pro's list ${list} does not end. Nothing can be concluded from it; run the case again, and tell Jamf's support if it stays so.`);
				}
				if (known.size > count) throw new Problem('bad_answer', `Jamf Pro's list ${list} shows ${known.size} and counts ${count}. Nothing can be concluded from it; run the case again.`);
				if (fresh.length > 0) yield fresh;
				if (known.size === count) return;
				if (rows.length === 0) throw new Problem('bad_answer', `Jamf Pro's list ${list} broke off after ${known.size} of ${count}. Nothing can be concluded from it; run the case again.`);
			}
		},
		order: async (path, body) => await call({ method: 'POST', path, once: true, ...(body === undefined ? {} : { body }) }),
	};
};
