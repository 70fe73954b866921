/** One request as a system's client means it; the transport adds host and credentials. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Relative to the system's base address, already encoded. */
	path: string;
	query?: Record<string, string | number | boolean>;
	body?: unknown;
	headers?: Record<string, string>;
	/** Changes nothing although it is a POST: what is asked for stands in the body. */
	readsOnly?: true;
	/** Must not reach the system twice: it is not sent again unless a rate limit kept it out. */
	once?: true;
}

export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Parsed when it was JSON, the text otherwise. Hostile until a client has parsed it. */
	body: unknown;
}

/** Asks a token endpoint: a form, to a whole address, without a credential. */
export type SendForm = (request: { url: string; form: Record<string, string>; headers?: Record<string, string> }) => Promise<HttpResponse>;

/** Sends once. Throws a Problem for what has no status: unreachable, timed out, cancelled. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;
