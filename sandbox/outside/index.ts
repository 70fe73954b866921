import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { selfSigned } from '../ingress/certificate';
import { forward } from '../ingress/forward';

/** Where each host of the internet really is, such as `slack.com` at http://127.0.0.1:41234. */
export type Hosts = Readonly<Record<string, string>>;

export interface Outside {
	name: string;
	/** For `https_proxy`. */
	proxyUrl: string;
	/** PEM of all these hosts, its own authority: for `NODE_EXTRA_CA_CERTS`. */
	certificate: string;
	hosts: readonly string[];
	stop(): Promise<void>;
}

const hostOf = (authority: string) => authority.replace(/:\d+$/, '').toLowerCase();

/**
 * The internet as far as clients see it that cannot be told another address: a proxy behind which the doubles answer as
 * the hosts they double, over TLS. There is nothing else: no request leaves the machine.
 */
export async function startOutside(hosts: Hosts, { port = 0 }: { port?: number } = {}): Promise<Outside> {
	const names = Object.keys(hosts);
	const { certificate, privateKey } = selfSigned({ dns: ['localhost', ...names], ip: '127.0.0.1' });
	const sockets = new Set<Socket>();
	const inside = createTlsServer({ cert: certificate, key: privateKey }, (incoming: IncomingMessage, response: ServerResponse) => {
		const found = hosts[hostOf(incoming.headers.host ?? '')];
		forward(incoming, response, found === undefined ? undefined : new URL(found));
	});
	const refuse = (response: ServerResponse) => response.writeHead(502, { 'content-type': 'text/plain' }).end('The simulated company has no such host');
	const proxy = createServer((_incoming, response) => void refuse(response));
	proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		if (hosts[hostOf(url)] === undefined) return void socket.end('HTTP/1.1 502 The simulated company has no such host\r\n\r\n');
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		return void inside.emit('connection', socket);
	});
	await new Promise<void>((resolve, reject) => {
		proxy.once('error', reject);
		proxy.listen(port, '127.0.0.1', resolve);
	});
	return {
		name: 'outside',
		proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
		certificate,
		hosts: names,
		stop: () =>
			new Promise((resolve) => {
				proxy.close(() => resolve());
				proxy.closeAllConnections();
				inside.closeAllConnections();
				for (const socket of sockets) socket.destroy();
			}),
	};
}
