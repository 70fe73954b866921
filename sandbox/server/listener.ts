import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock';
import type { Exchange, Exchanged } from './exchange';
import type { JournalWriter } from './journal';
import type { Incoming, Reply } from './message';
import { readIncoming } from './message';

interface Service {
	exchange: Exchange;
	journal: JournalWriter;
	operationOf: (incoming: Incoming) => Pick<Incoming, 'path' | 'reads'>;
}

export interface Listener {
	url: string;
	port: number;
	serve(service: Service): void;
	stop(): Promise<void>;
}

function bytesOf({ body }: Reply): Buffer {
	if (body === undefined) return Buffer.alloc(0);
	if (Buffer.isBuffer(body)) return body;
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function send(response: ServerResponse, reply: Reply, common: Exchanged['headers'], whole: boolean, date: Date) {
	const bytes = bytesOf(reply);
	if (typeof reply.body === 'object') response.setHeader('content-type', 'application/json');
	response.setHeader('date', date.toUTCString());
	for (const [name, value] of Object.entries({ ...common, ...reply.headers })) response.setHeader(name, value);
	// A truncated answer is a complete HTTP message around half a document: the client's parser has to notice.
	const sent = whole ? bytes : bytes.subarray(0, Math.floor(bytes.length / 2));
	response.writeHead(reply.status, reply.status === 204 ? {} : { 'content-length': sent.length });
	response.end(reply.status === 204 ? undefined : sent);
}

export async function listen(port: number, clock: Clock): Promise<Listener> {
	let service: Service | undefined;

	async function respond({ exchange, journal, operationOf }: Service, request: IncomingMessage, response: ServerResponse) {
		const gone = new AbortController();
		response.once('close', () => gone.abort());
		const arrived = await readIncoming(request, gone.signal);
		const incoming = { ...arrived, ...operationOf(arrived) };
		const entry = journal.open(incoming);
		response.once('close', () => {
			if (entry.endedMs === undefined) journal.close(entry, undefined);
		});
		const { outcome, headers, fault, throttledUntil } = await exchange(incoming);
		if (fault !== undefined) entry.fault = fault;
		if (throttledUntil !== undefined) entry.throttledUntil = throttledUntil;
		if (outcome.kind === 'reset') request.socket.resetAndDestroy();
		else if (outcome.kind !== 'silence' && !response.destroyed) {
			// Closed before the bytes leave: a client that sends its next request at once must be seen to do so after this end.
			journal.close(entry, outcome.reply.status);
			send(response, outcome.reply, headers, outcome.kind === 'reply', new Date(clock.now()));
		}
	}

	const server = createServer((request, response) => {
		if (service === undefined) response.destroy();
		else respond(service, request, response).catch(() => response.destroy());
	});
	server.keepAliveTimeout = 60_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const bound = (server.address() as AddressInfo).port;
	return {
		url: `http://127.0.0.1:${bound}`,
		port: bound,
		serve: (given) => {
			service = given;
		},
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
