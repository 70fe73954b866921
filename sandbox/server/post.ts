import { request } from 'node:https';

export interface Posted {
	/** Absent when there was no answer. */
	statusCode?: number;
	error?: string;
}

interface Post {
	url: string;
	headers: Record<string, string>;
	body: string;
	/** Certificates trusted besides none: the sandbox's vendors know only the sandbox's ingress. */
	trusted: string[];
	timeoutMs: number;
	stop: AbortSignal;
}

/** Never rejects: a delivery that failed is a fact about the receiver. */
export function post({ url, headers, body, trusted, timeoutMs, stop }: Post): Promise<Posted> {
	const options = { method: 'POST', headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, ca: trusted, agent: false, timeout: timeoutMs, signal: stop } as const;
	return new Promise((resolve) => {
		const outgoing = request(url, options, (response) => {
			response.resume();
			response.once('end', () => resolve({ statusCode: response.statusCode ?? 0 }));
			response.once('error', (error) => resolve({ error: error.message }));
		});
		outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)));
		outgoing.once('error', (error) => resolve({ error: error.message }));
		outgoing.end(body);
	});
}
