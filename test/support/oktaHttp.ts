import axios from 'axios';
import { Problem } from '../../lifecycle/problem';
import type { Http } from '../../systems/http/types';
import { authorisation, mintSession, type ServiceApp, type Session } from '../../systems/okta/session';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

type Authorise = (method: string, url: string) => Promise<Record<string, string>>;

/** The same port that n8n's request helper fills in a node, over axios. */
const over =
	(baseUrl: string, authorise: Authorise): Http =>
	async ({ method, path, query, body, headers }) => {
		const url = new URL(baseUrl + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
		try {
			const response = await client.request({ method, url: url.href, data: body, headers: { accept: 'application/json', ...headers, ...(await authorise(method, url.href)) } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			if (error instanceof Problem) throw error;
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'Okta did not answer in time.') : new Problem('unreachable', `Okta could not be reached (${code}).`);
		}
	};

export const overApiToken = (orgUrl: string, token: string): Http => over(orgUrl, async () => ({ authorization: `SSWS ${token}` }));

export const overServiceApp = (app: ServiceApp): Http => {
	let session: Promise<Session> | undefined;
	return over(app.orgUrl, async (method, url) => authorisation(await (session ??= mintFor(app)), method, url, new Date()));
};

export const mintFor = (app: ServiceApp): Promise<Session> =>
	mintSession(
		app,
		async ({ url, form, headers }) => {
			const response = await client.post(url, new URLSearchParams(form).toString(), { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		},
		() => new Date(),
	);
