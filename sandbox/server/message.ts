import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Incoming {
	method: string;
	/** Path and query as sent. */
	url: string;
	path: string;
	/** Whether nothing changes by it, where the method does not tell. */
	reads?: boolean;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	rawBody: Buffer;
	/** Aborted when the client has gone away. */
	gone: AbortSignal;
}

export type ReplyHeaders = Record<string, string | string[]>;

export interface Reply {
	status: number;
	headers?: ReplyHeaders;
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
}

/** Thrown by a handler to answer at once. */
export class Refusal extends Error {
	constructor(readonly reply: Reply) {
		super(`Refused with ${reply.status}: ${JSON.stringify(reply.body ?? reply.headers ?? {})}`);
	}
}

export const isRead = ({ method, reads }: Incoming) => reads ?? (method === 'GET' || method === 'HEAD');

export const header = ({ headers }: Incoming, name: string): string | undefined => {
	const value = headers[name.toLowerCase()];
	return Array.isArray(value) ? value[0] : value;
};

export function jsonBody(incoming: Incoming): Record<string, unknown> | undefined {
	if (incoming.rawBody.length === 0) return {};
	try {
		const value: unknown = JSON.parse(incoming.rawBody.toString('utf8'));
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
	} catch {
		return undefined;
	}
}

export const formBody = ({ rawBody }: Incoming) => new URLSearchParams(rawBody.toString('utf8'));

export const ok = (body: unknown, headers: ReplyHeaders = {}): Reply => ({ status: 200, headers, body });
export const noContent = (): Reply => ({ status: 204 });

export async function readIncoming(request: IncomingMessage, gone: AbortSignal): Promise<Incoming> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
	return {
		method: (request.method ?? 'GET').toUpperCase(),
		url: `${url.pathname}${url.search}`,
		path: url.pathname,
		query: url.searchParams,
		headers: request.headers,
		rawBody: Buffer.concat(chunks),
		gone,
	};
}
