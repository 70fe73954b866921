import axios from 'axios';
import { Problem } from '../../lifecycle/problem';
import type { Http } from '../../systems/http/types';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

/** The same port that n8n's request helper fills in a node, over axios. */
export const overScimToken =
	({ baseUrl, token }: { baseUrl: string; token: string }): Http =>
	async ({ method, path, query, body, headers }) => {
		const url = new URL(baseUrl + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
		try {
			const response = await client.request({ method, url: url.href, data: body, headers: { ...headers, authorization: `Bearer ${token}` } });
			return { status: response.status, headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)])), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'The application did not answer in time.') : new Problem('unreachable', `The application could not be reached (${code}).`);
		}
	};
