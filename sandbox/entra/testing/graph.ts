import type { EntraDouble } from '..';

export interface Answer<Body> {
	status: number;
	headers: Headers;
	body: Body;
}

export interface Failure {
	error: { code: string; message: string; innerError: Record<string, string> };
}

export interface Page<Item> {
	'@odata.context': string;
	'@odata.nextLink'?: string;
	'@odata.count'?: number;
	value: Item[];
}

export interface TokenAnswer {
	token_type: string;
	expires_in: number;
	access_token: string;
	error: string;
	error_description: string;
	error_codes: number[];
}

/** Asks for a token as a client would. */
export async function login({ connection }: EntraDouble, form: Record<string, string> = {}, tenant = connection.tenantId): Promise<Answer<TokenAnswer>> {
	const body = new URLSearchParams({ client_id: connection.clientId, client_secret: connection.clientSecret, scope: 'https://graph.microsoft.com/.default', grant_type: 'client_credentials', ...form });
	for (const [name, value] of Object.entries(form)) if (value === '') body.delete(name);
	const answer = await fetch(`${connection.loginUrl}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
	return { status: answer.status, headers: answer.headers, body: (await answer.json()) as TokenAnswer };
}

export const tokenFor = async (entra: EntraDouble) => (await login(entra)).body.access_token;

/** One call to Graph; the token is fetched for it unless one is given. */
export async function graph<Body = unknown>(entra: EntraDouble, method: string, path: string, { body, headers = {}, token }: { body?: unknown; headers?: Record<string, string>; token?: string } = {}): Promise<Answer<Body>> {
	const url = path.startsWith('http') ? path : `${entra.connection.graphUrl}/v1.0${path}`;
	const answer = await fetch(url, {
		method,
		headers: { authorization: `Bearer ${token ?? (await tokenFor(entra))}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await answer.text();
	return { status: answer.status, headers: answer.headers, body: (text === '' || answer.headers.get('content-type') === 'text/plain' ? text : JSON.parse(text)) as Body };
}

/** All pages, as clients follow them. */
export async function everything<Item>(entra: EntraDouble, path: string): Promise<{ items: Item[]; pages: number }> {
	const items: Item[] = [];
	let pages = 0;
	for (let next: string | undefined = path; next !== undefined; pages += 1) {
		const { body }: Answer<Page<Item>> = await graph<Page<Item>>(entra, 'GET', next);
		items.push(...body.value);
		next = body['@odata.nextLink'];
	}
	return { items, pages };
}

/** What a call was refused with, or its status. */
export async function verdict(entra: EntraDouble, method: string, path: string, body?: unknown): Promise<string> {
	const { status, body: answer } = await graph<Partial<Failure> | ''>(entra, method, path, body === undefined ? {} : { body });
	const code = answer === '' ? undefined : answer.error?.code;
	return code === undefined ? String(status) : `${status} ${code}`;
}

/** From the next token on, the app has these permissions and no others. */
export function grantOnly(entra: EntraDouble, ...permissions: string[]): void {
	entra.app().permissions = permissions;
}
