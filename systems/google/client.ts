import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { googleProblem } from './errors';
import type { ServiceAccount } from './serviceAccount';

export const parse = reader('Google');

export interface GoogleSettings {
	/** The admin in whose name the Directory is asked; never cut. */
	adminEmail: string;
	/** The type of external id that holds the HR system's id: `organization`, or the name of a custom type. */
	hrIdType: string;
	/** Whether an account without an HR id may be found by its primary address. */
	matchByEmail: boolean;
	/** Who takes over Drive and Calendar; whoever is suspended is passed over for their own manager, then for the fallback. */
	newOwner: string;
	fallbackOwner: string;
	autoReply: { subject: string; text: string };
	/** Where the accounts of leavers are put. */
	leaversOrgUnit: string;
	licenceProducts: readonly string[];
	cloudProjects: readonly string[];
	/** Service accounts whose keys the person is known to hold. */
	cloudServiceAccounts: readonly string[];
	/** What n8n itself signs with, where it does; which key of the service account is not always known. */
	signsWith: Pick<ServiceAccount, 'email' | 'keyId'> | null;
}

/** What carries the bytes: one door per host, and per name in which it is knocked at. */
export interface GoogleConnections {
	directory: Http;
	licensing: Http;
	cloudIdentity: Http;
	iam: Http;
	/** Gmail in the name of the mailbox's owner; null where nobody can act as somebody else. */
	gmail: ((mailbox: string) => Http) | null;
}

type Query = HttpRequest['query'];

/** More than anybody has, and the end of a list that would have none. */
const mostPages = { ofOnePerson: 500, ofAll: 10_000 };

/** One host of Google. */
export interface Api {
	get(path: string, query?: Query): Promise<Dictionary>;
	/** Every page at once, for what one person can hold. `field` is absent where there is nothing. */
	list(path: string, field: string, query?: Query): Promise<Dictionary[]>;
	/** One page after the other, however many there are. */
	pages(path: string, field: string, query?: Query): AsyncIterable<Dictionary[]>;
	send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<{ at: string | null; body: unknown }>;
}

export interface Google {
	settings: GoogleSettings;
	directory: Api;
	licensing: Api;
	cloudIdentity: Api;
	iam: Api;
	gmail: ((mailbox: string) => Api) | null;
}

export const googleClient = (connections: GoogleConnections, settings: GoogleSettings, observe: (call: JsonObject) => void): Google => {
	const over = (http: Http) => apiOver(http, observe);
	const { gmail } = connections;
	return {
		settings,
		directory: over(connections.directory),
		licensing: over(connections.licensing),
		cloudIdentity: over(connections.cloudIdentity),
		iam: over(connections.iam),
		gmail: gmail && ((mailbox) => over(gmail(mailbox))),
	};
};

const apiOver = (http: Http, observe: (call: JsonObject) => void): Api => {
	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await http(request);
		observe({ method: request.method, path: request.path.split('?')[0]!, status: response.status });
		if (response.status < 200 || response.status > 299) throw googleProblem(request, response);
		return response;
	};
	const get: Api['get'] = async (path, query) => parse.object((await call({ method: 'GET', path, ...(query ? { query } : {}) })).body, path);

	async function* pagesUpTo(most: number, path: string, field: string, query: Query = {}): AsyncGenerator<Dictionary[]> {
		const seen = new Set<string>();
		for (let token: string | null = ''; token !== null; ) {
			const page: Dictionary = await get(path, token === '' ? query : { ...query, pageToken: token });
			const rows = page[field] === undefined ? [] : parse.array(page[field], `${path} ${field}`);
			yield rows.map((row) => parse.object(row, `${path} ${field}`));
			token = parse.optionalText(page['nextPageToken'], `${path} nextPageToken`);
			if (token !== null && (seen.has(token) || seen.size + 1 === most)) throw new Problem('bad_answer', `Google's list ${path} does not end. Nothing can be concluded from it; run the case again and tell Google's support if it stays so.`);
			if (token !== null) seen.add(token);
		}
	}

	return {
		get,
		pages: (path, field, query) => pagesUpTo(mostPages.ofAll, path, field, query),
		list: async (path, field, query) => {
			const rows: Dictionary[] = [];
			for await (const page of pagesUpTo(mostPages.ofOnePerson, path, field, query)) rows.push(...page);
			return rows;
		},
		send: async (method, path, body) => {
			const response = await call({ method, path, ...(body === undefined ? {} : { body }) });
			const date = Date.parse(response.headers['date'] ?? '');
			return { at: Number.isNaN(date) ? null : new Date(date).toISOString(), body: response.body };
		},
	};
};
