import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { pathOfLink } from '../http/nextLink';
import { reader, type Dictionary } from '../http/parse';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { entraProblem } from './errors';

export const parse = reader('Entra ID');

export interface EntraSettings {
	/** Objects are referred to by whole addresses. */
	graphUrl: string;
	/** The user property that holds the HR system's id: `employeeId`, or one of `onPremisesExtensionAttributes`. */
	hrIdAttribute: string;
	/** Whether an account without an HR id may be found by its work e-mail. */
	matchByEmail: boolean;
	/** What the mailbox of a leaver answers, where the administrator wrote it. */
	autoReply: { internal: string; external: string } | null;
	/** What this case knows of Active Directory. */
	onPremises(): Promise<OnPremises>;
}

export interface OnPremises {
	/** Accounts that were read back as disabled there. */
	disabled: readonly DisabledOnPremises[];
	/** Somebody is still being cut there. */
	underway: boolean;
}

export interface DisabledOnPremises {
	objectGuid: string;
	verifiedAt: string;
}

export const nothingOnPremises = async (): Promise<OnPremises> => ({ disabled: [], underway: false });

type Query = NonNullable<HttpRequest['query']>;

export interface Entra {
	settings: EntraSettings;
	get(path: string, query?: Query): Promise<Dictionary>;
	/** With the server's own clock when it answered. */
	getAt(path: string, query?: Query): Promise<{ row: Dictionary; at: string | null }>;
	/** Every page. */
	list(path: string, query?: Query): Promise<Dictionary[]>;
	/** One page after the other, for lists that are too long to hold. */
	pages(path: string, query?: Query): AsyncGenerator<Dictionary[]>;
	send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>;
}

/** 10,000 pages of 999 are more than any tenant has; an endless next link is a broken server, not a long list. */
const mostPages = 10_000;

/**
 * Graph deletes the user where the `/$ref` behind a membership is missing, so only links and what hangs on a user can
 * be deleted at all: no user, group or device.
 */
const deletable = [
	/^\/v1\.0\/groups\/[^/?#]+\/members\/[^/?#]+\/\$ref$/,
	/^\/v1\.0\/users\/[^/?#]+\/authentication\/[a-z0-9]+Methods\/[^/?#]+$/i,
	/^\/v1\.0\/users\/[^/?#]+\/appRoleAssignments\/[^/?#]+$/,
	/^\/v1\.0\/users\/[^/?#]+\/mailFolders\/inbox\/messageRules\/[^/?#]+$/,
	/^\/v1\.0\/oauth2PermissionGrants\/[^/?#]+$/,
	/^\/v1\.0\/roleManagement\/directory\/roleAssignments\/[^/?#]+$/,
];

/** Filters that Microsoft answers from an index only: never proof of anything, a hit is read again by its id. */
const isAdvanced = (query: Query | undefined) => query?.['$count'] === 'true';

export const entraClient = (http: Http, settings: EntraSettings, observe: (call: JsonObject) => void): Entra => {
	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await http(request);
		observe({ method: request.method, path: request.path.split('?')[0]!, status: response.status, requestId: response.headers['request-id'] ?? null });
		if (response.status < 200 || response.status > 299) throw entraProblem(request, response);
		return response;
	};
	const asking = (path: string, query?: Query): HttpRequest => ({
		method: 'GET',
		path,
		...(query ? { query } : {}),
		...(isAdvanced(query) ? { headers: { consistencylevel: 'eventual' } } : {}),
	});

	const entra: Entra = {
		settings,

		get: async (path, query) => (await entra.getAt(path, query)).row,

		getAt: async (path, query) => {
			const response = await call(asking(path, query));
			const date = Date.parse(response.headers['date'] ?? '');
			return { row: parse.object(response.body, path), at: Number.isNaN(date) ? null : new Date(date).toISOString() };
		},

		list: async (path, query) => {
			const rows: Dictionary[] = [];
			for await (const page of entra.pages(path, query)) rows.push(...page);
			return rows;
		},

		pages: async function* (path, query) {
			const followed = new Set<string>();
			let request = asking(path, query);
			for (;;) {
				const body = parse.object((await call(request)).body, path);
				yield parse.array(body['value'], `${path}.value`).map((row) => parse.object(row, path));
				const link = parse.optionalText(body['@odata.nextLink'], `${path}.nextLink`);
				if (link === null) return;
				const next = pathOfLink(link, 'Entra ID');
				if (followed.has(next) || followed.size >= mostPages) {
					throw new Problem('bad_answer', `Entra ID's list ${path} does not end. Nothing can be concluded from it; run the case again and tell Microsoft's support if it stays so.`);
				}
				followed.add(next);
				request = { ...request, path: next };
				delete request.query;
			}
		},

		send: async (method, path, body) => {
			if (method === 'DELETE' && !deletable.some((pattern) => pattern.test(path))) {
				throw new Problem('misconfigured', `A request would have deleted ${path} itself, which this pack never does. Nothing was sent.`);
			}
			return (await call({ method, path, ...(body === undefined ? {} : { body }) })).body;
		},
	};
	return entra;
};
