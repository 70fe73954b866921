import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:http';

/** Passes a request on to a plain-HTTP server, with these headers besides its own, and its answer back. */
export function forward(incoming: IncomingMessage, response: ServerResponse, to: URL | undefined, more: readonly string[] = []): void {
	const fail = () => {
		if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
		response.end('Nothing answers behind the ingress');
	};
	if (to === undefined) return fail();
	const { method, url: path, rawHeaders } = incoming;
	const outgoing = request({ hostname: to.hostname, port: to.port, method, path, headers: [...rawHeaders, ...more] }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
		answer.pipe(response);
	});
	outgoing.once('error', fail);
	response.once('close', () => outgoing.destroy());
	incoming.pipe(outgoing);
}
