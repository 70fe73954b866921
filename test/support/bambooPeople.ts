import axios from 'axios';
import type { Sandbox } from '../../sandbox';
import type { Http } from '../../systems/http/types';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 5_000, proxy: false });

/** The same port that n8n's request helper fills in a node, over axios. */
export const bambooOf = ({ connections: { bamboohr } }: Pick<Sandbox, 'connections'>): Http => async ({ method, path, query, body }) => {
	const url = new URL(bamboohr.baseUrl + path);
	for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
	const { status, headers, data } = await client.request<unknown>({ method, url: url.href, data: body, headers: { accept: 'application/json' }, auth: { username: bamboohr.apiKey, password: 'x' } });
	return { status, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])), body: data };
};
