import type { JsonObject } from '../../ledger/types';
import { Problem } from '../../lifecycle/problem';
import { nextInHeader, pathOfLink } from '../http/nextLink';
import { reader, type Dictionary } from '../http/parse';
import { path as segmentOf } from '../http/path';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import type { Given, PathFor, Verb } from './contract';
import { githubProblem, graphqlProblem, requestIdOf } from './errors';
import type { Lookups } from './lookups';
import { scopesHeld } from './scopes';

export const parse = reader('GitHub');

export interface GitHubSettings {
	organisation: string;
	/** A token acts as its owner, and sees no fine-grained tokens of others. */
	actsAs: 'user' | 'app';
	/** The login of the person, where the node gives one. */
	login: string | null;
	/** Who is vouched for here, and by other organisations of the company. */
	lookups?: Lookups;
}

export interface GitHub {
	settings: GitHubSettings;
	get<Path extends PathFor<'get'>>(path: Path, given: Given<'get', Path>): Promise<Dictionary>;
	/** One page after the other, for lists that are too long to hold. */
	pages<Path extends PathFor<'get'>>(path: Path, given: Given<'get', Path>): AsyncGenerator<Dictionary[]>;
	/** Every page. */
	list<Path extends PathFor<'get'>>(path: Path, given: Given<'get', Path>): Promise<Dictionary[]>;
	send<Method extends Exclude<Verb, 'get'>, Path extends PathFor<Method>>(method: Method, path: Path, given: Given<Method, Path>): Promise<unknown>;
	/** A question about the organisation. */
	ask(query: string, variables: JsonObject): Promise<Dictionary>;
	/** Whose token it is and what it may do: `GET /user`. */
	whoAmI(): Promise<{ id: string; login: string; scopes: string[] | null }>;
}

export const dialect = {
	accept: 'application/vnd.github+json',
	'x-github-api-version': '2022-11-28',
	'user-agent': 'n8n-nodes-joiner-mover-leaver',
} as const;

/** Endless links are a broken server, not a long list. */
const mostPages = 10_000;

type Loose = { path?: Record<string, string | number>; query?: Record<string, unknown>; body?: unknown };

export const githubClient = (http: Http, settings: GitHubSettings, observe: (call: JsonObject) => void): GitHub => {
	const { organisation } = settings;

	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await http({ ...request, headers: dialect });
		observe({ method: request.method, path: request.path, status: response.status, requestId: requestIdOf(response) });
		if (response.status < 200 || response.status > 299) throw githubProblem({ request, response, organisation });
		return response;
	};

	const addressed = (template: string, { path = {} }: Loose): string => {
		const values: Record<string, string | number> = { org: organisation, owner: organisation, ...path };
		return template.replace(/\{(\w+)\}/g, (_blank, name: string) => segmentOf`${String(values[name] ?? '')}`);
	};

	const requestOf = (method: HttpRequest['method'], template: string, given: Loose): HttpRequest => ({
		method,
		path: addressed(template, given),
		...(given.query === undefined ? {} : { query: queryOf(given.query) }),
		...(given.body === undefined ? {} : { body: given.body }),
	});

	const github: GitHub = {
		settings,

		get: async (path, given) => parse.object((await call(requestOf('GET', path, given as Loose))).body, path),

		pages: async function* (path, given) {
			const followed = new Set<string>();
			let request = requestOf('GET', path, { ...(given as Loose), query: { per_page: 100, ...(given as Loose).query } });
			for (;;) {
				const { body, headers } = await call(request);
				yield rowsIn(body, path);
				const next = nextInHeader(headers['link']);
				if (next === null) return;
				if (followed.has(next) || followed.size >= mostPages) {
					throw new Problem('bad_answer', `GitHub's list ${path} does not end. Nothing can be concluded from it; run the case again.`);
				}
				followed.add(next);
				request = { method: 'GET', path: pathOfLink(next, 'GitHub') };
			}
		},

		list: async (path, given) => {
			const rows: Dictionary[] = [];
			for await (const page of github.pages(path, given)) rows.push(...page);
			return rows;
		},

		send: async (method, path, given) => (await call(requestOf(method.toUpperCase() as HttpRequest['method'], path, given as Loose))).body,

		ask: async (query, variables) => {
			const response = await call({ method: 'POST', path: '/graphql', readsOnly: true, body: { query, variables: { organisation, ...variables } } });
			const body = parse.object(response.body, 'graphql');
			const errors = body['errors'] === undefined ? [] : parse.array(body['errors'], 'graphql.errors');
			if (errors.length > 0) throw graphqlProblem(errors, response, organisation);
			return parse.object(body['data'], 'graphql.data');
		},

		whoAmI: async () => {
			const response = await call({ method: 'GET', path: '/user' });
			const { id, login } = accountIn(parse.object(response.body, 'user'));
			return { id, login, scopes: scopesHeld(response) };
		},
	};
	return github;
};

/** Some lists are wrapped: `{ total_count, installations: […] }`. */
const rowsIn = (body: unknown, path: string): Dictionary[] => {
	const rows = Array.isArray(body) ? body : Object.values(parse.object(body, path)).find((value) => Array.isArray(value));
	return parse.array(rows, path).map((row) => parse.object(row, path));
};

/** GitHub repeats the name of a parameter that takes several values, with brackets. */
const queryOf = (query: Record<string, unknown>): NonNullable<HttpRequest['query']> =>
	Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) ? value.map((one): [string, string] => [`${name}[]`, String(one)]) : [[name, value as string | number | boolean]])));

export const numberIn = (value: unknown, where: string): number => (typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : parse.refuse(where, 'a number'));

export const accountIn = (row: Dictionary): { id: string; login: string } => ({ id: String(numberIn(row['id'], 'account.id')), login: parse.text(row['login'], 'account.login') });
