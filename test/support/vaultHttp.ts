import axios from 'axios';
import { Problem } from '../../lifecycle/problem';
import type { Http } from '../../systems/http/types';
import { headersFor, label, type VaultPlace } from '../../systems/vault/place';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** The same port that n8n's request helper fills in a node, over axios. */
export const overToken =
	(place: VaultPlace, token: string | null): Http =>
	async ({ method, path, body, headers }) => {
		try {
			const response = await client.request({ method, url: place.baseUrl + path, data: body, headers: { accept: 'application/json', ...headers, ...headersFor(place, token) } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', `${label} did not answer in time.`) : new Problem('unreachable', `${label} could not be reached (${code}).`);
		}
	};
