import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './certificate';
import { forward } from './forward';

export interface Ingress {
	name: string;
	/** https:// address the outside world knows. */
	url: string;
	port: number;
	/** PEM, its own authority: trust it and nothing else. */
	certificate: string;
	/** Where requests go from now on, such as http://127.0.0.1:5678. */
	setTarget(url: string): void;
	stop(): Promise<void>;
}

/** What a company puts in front of a plain-HTTP service: BambooHR delivers to https:// addresses only. */
export async function startIngress({ port = 0, target }: { port?: number; target?: string } = {}): Promise<Ingress> {
	const { certificate, privateKey } = selfSigned();
	let upstream = target === undefined ? undefined : new URL(target);

	const accept = (incoming: IncomingMessage, response: ServerResponse) => {
		const { headers, socket } = incoming;
		forward(incoming, response, upstream, ['X-Forwarded-For', socket.remoteAddress ?? '', 'X-Forwarded-Proto', 'https', 'X-Forwarded-Host', headers.host ?? '']);
	};

	const server = createServer({ cert: certificate, key: privateKey }, accept);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const bound = (server.address() as AddressInfo).port;
	return {
		name: 'ingress',
		url: `https://localhost:${bound}`,
		port: bound,
		certificate,
		setTarget: (url) => {
			upstream = new URL(url);
		},
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
