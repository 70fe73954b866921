import { randomUUID } from 'node:crypto';

export class N8nRequestError extends Error {
	constructor(
		readonly method: string,
		readonly path: string,
		readonly status: number,
		readonly body: unknown,
	) {
		super(`n8n answered ${status} to ${method} ${path}: ${typeof body === 'string' ? body.slice(0, 500) : JSON.stringify(body)}`);
		this.name = 'N8nRequestError';
	}
}

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** What a browser keeps of its login: the cookie, and the id that n8n binds the cookie to. */
export class Session {
	readonly browserId = randomUUID();
	cookies = new Map<string, string>();

	constructor(readonly baseUrl: () => string) {}

	async request<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
		const response = await fetch(`${this.baseUrl()}${path}`, {
			method,
			headers: {
				accept: 'application/json',
				'browser-id': this.browserId,
				cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		for (const cookie of response.headers.getSetCookie()) {
			const [pair = ''] = cookie.split(';');
			const equals = pair.indexOf('=');
			this.cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
		}
		const text = await response.text();
		const parsed = parse(text);
		if (!response.ok) throw new N8nRequestError(method, path, response.status, parsed);
		return (isEnvelope(parsed) ? parsed.data : parsed) as T;
	}

	/** Creates the owner in a fresh n8n, or signs in to one that has it already. */
	async signIn(owner: Owner): Promise<void> {
		const settings = await this.request<{ userManagement?: { showSetupOnFirstLoad?: boolean } }>('GET', '/rest/settings');
		if (settings.userManagement?.showSetupOnFirstLoad) await this.request('POST', '/rest/owner/setup', owner);
		else await this.request('POST', '/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** n8n wraps most answers as `{ data }`, but lists as `{ count, data }`. */
function isEnvelope(value: unknown): value is { data: unknown } {
	return typeof value === 'object' && value !== null && 'data' in value && Object.keys(value).length === 1;
}
