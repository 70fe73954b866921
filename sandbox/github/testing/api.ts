import { createPrivateKey, sign } from 'node:crypto';
import type { GitHubDouble } from '..';

export interface Answer<Body> {
	status: number;
	headers: Headers;
	body: Body;
}

export interface Failure {
	message: string;
	documentation_url: string;
	status: string;
	errors?: { resource: string; field?: string; code: string; message?: string }[];
}

export interface Asked {
	body?: unknown;
	token?: string | null;
	headers?: Record<string, string>;
}

/** One call, as the owner's token unless another is given; null: as nobody. */
export async function api<Body = Failure>({ connection }: GitHubDouble, method: string, path: string, { body, token = connection.token, headers = {} }: Asked = {}): Promise<Answer<Body>> {
	const answer = await fetch(path.startsWith('http') ? path : `${connection.apiUrl}${path}`, {
		method,
		headers: { accept: 'application/vnd.github+json', ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await answer.text();
	return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as Body };
}

const linked = (headers: Headers, rel: string) => new RegExp(`<([^>]*)>; rel="${rel}"`).exec(headers.get('link') ?? '')?.[1];

/** All pages, as clients follow them. */
export async function everything<Item>(github: GitHubDouble, path: string, asked: Asked = {}): Promise<{ items: Item[]; paths: string[] }> {
	const items: Item[] = [];
	const paths: string[] = [];
	for (let next: string | undefined = path; next !== undefined; ) {
		const answer: Answer<Item[]> = await api<Item[]>(github, 'GET', next, asked);
		items.push(...answer.body);
		paths.push(next.replace(github.connection.apiUrl, ''));
		next = linked(answer.headers, 'next');
	}
	return { items, paths };
}

export const nextPage = linked;

/** What a call was refused with, or its status. */
export async function verdict(github: GitHubDouble, method: string, path: string, asked: Asked = {}): Promise<string> {
	const { status, body } = await api<Partial<Failure> | undefined>(github, method, path, asked);
	return status < 400 ? String(status) : `${status} ${body?.message ?? ''}`;
}

export interface Claims {
	iss?: unknown;
	iat?: unknown;
	exp?: unknown;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** How an app proves who it is. */
export function appJwt({ connection }: GitHubDouble, claims: Claims = {}, alg = 'RS256'): string {
	const now = Math.floor(Date.now() / 1000);
	const signed = `${encode({ alg, typ: 'JWT' })}.${encode({ iss: connection.app.clientId, iat: now - 30, exp: now + 300, ...claims })}`;
	return `${signed}.${sign('sha256', Buffer.from(signed), createPrivateKey(connection.app.privateKey)).toString('base64url')}`;
}

/** A token of the app where it is installed. */
export async function appToken(github: GitHubDouble, { installationId = github.connection.app.installationId, permissions }: { installationId?: number; permissions?: Record<string, string> } = {}): Promise<string> {
	const { body } = await api<{ token: string }>(github, 'POST', `/app/installations/${installationId}/access_tokens`, { token: appJwt(github), ...(permissions === undefined ? {} : { body: { permissions } }) });
	return body.token;
}

export interface GraphqlAnswer {
	data?: Record<string, unknown>;
	errors?: { type?: string; message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

export const graphql = (github: GitHubDouble, query: string, variables: Record<string, unknown> = {}, asked: Asked = {}) => api<GraphqlAnswer>(github, 'POST', '/graphql', { ...asked, body: { query, variables } });
