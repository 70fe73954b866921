import type { Server } from 'node:http';
import { createServer, request as overHttp } from 'node:http';
import { request as overTls, type RequestOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:tls';
import { startOutside, type Outside } from '.';

let behind: Server;
let outside: Outside;
beforeAll(async () => {
	behind = createServer((incoming, response) => response.end(`${incoming.method} ${incoming.headers.host}${incoming.url}`));
	await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
	outside = await startOutside({ 'slack.com': `http://127.0.0.1:${(behind.address() as AddressInfo).port}` });
});
afterAll(async () => {
	await outside.stop();
	behind.close();
});

const tunnel = (host: string) =>
	new Promise<{ status: number; socket: Socket }>((resolve, reject) => {
		const { hostname, port } = new URL(outside.proxyUrl);
		overHttp({ hostname, port, method: 'CONNECT', path: `${host}:443` })
			.once('connect', ({ statusCode }, socket: Socket) => resolve({ status: statusCode!, socket }))
			.once('error', reject)
			.end();
	});

const get = async (host: string, path: string, ca: string | undefined) => {
	const { socket } = await tunnel(host);
	return await new Promise<string>((resolve, reject) => {
		const options: RequestOptions = { host, path, headers: { host }, createConnection: () => connect({ socket, servername: host, ...(ca === undefined ? {} : { ca }) }) };
		const asked = overTls(options, (answer) => {
			let text = '';
			answer.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
		});
		asked.once('error', reject).end();
	});
};

test('behind the proxy, the double answers as the host it doubles', async () => {
	expect(await get('slack.com', '/api/auth.test?x=1', outside.certificate)).toBe('GET slack.com/api/auth.test?x=1');
});

test('who does not trust its certificate does not get through', async () => {
	await expect(get('slack.com', '/', undefined)).rejects.toThrow(/self-signed/);
});

test('there is no other host: no request leaves the machine', async () => {
	const { status, socket } = await tunnel('example.com');
	socket.destroy();
	expect(status).toBe(502);
});
