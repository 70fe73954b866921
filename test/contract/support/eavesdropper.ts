import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host that is not Okta's, and what reached it. */
export const startEavesdropper = async () => {
	const heard: string[] = [];
	const server = createServer((request, response) => {
		heard.push(`${request.method} ${request.url}`);
		response.setHeader('content-type', 'application/json').end('[]');
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		heard,
		stop: () =>
			new Promise<void>((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
};
